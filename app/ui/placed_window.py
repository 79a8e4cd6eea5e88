"""A frameless window on top that takes no focus, and stands where the user put it."""

from __future__ import annotations

from PyQt6.QtCore import QPoint, QRect, Qt, QTimer, pyqtSignal
from PyQt6.QtGui import QGuiApplication, QMoveEvent, QPaintEvent, QScreen, QShowEvent
from PyQt6.QtWidgets import QWidget

from app.ui.placement import (
    Place,
    Places,
    Rect,
    default_place,
    fitted,
    moved,
    resized,
    screen_key,
)

_FLAGS = (
    Qt.WindowType.FramelessWindowHint
    | Qt.WindowType.WindowStaysOnTopHint
    | Qt.WindowType.Tool
    | Qt.WindowType.WindowDoesNotAcceptFocus
    | Qt.WindowType.NoDropShadowWindowHint
)
_TELL_MS = 500
_SETTLE_MS = 300


class PlacedWindow(QWidget):
    """Remembers one place per screen. The places come and go as data; it writes no file."""

    first_painted = pyqtSignal()
    """The first frame is on screen; heavy parts may load from now on."""
    places_changed = pyqtSignal(dict)
    """All places (`dict[str, Place]`), half a second after the user moved or resized it."""

    def __init__(self, width: int, places: Places, *, translucent: bool) -> None:
        super().__init__(None, _FLAGS)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, translucent)
        self.setAttribute(Qt.WidgetAttribute.WA_ShowWithoutActivating)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._painted = False
        self._was_shown = False
        self._lets_clicks_through = False
        self._returning = False
        self.has_keyboard = False
        """Whether keys come here, from `take_keyboard` to `release_keyboard`."""
        self._places: dict[str, Place] = dict(places)
        self._default_width = width
        self._set_by_us = QRect()
        self._tell = QTimer(self)
        self._tell.setSingleShot(True)
        self._tell.setInterval(_TELL_MS)
        self._tell.timeout.connect(lambda: self.places_changed.emit(dict(self._places)))
        self._elsewhere = QTimer(self)
        self._elsewhere.setSingleShot(True)
        self._elsewhere.setInterval(_SETTLE_MS)
        self._elsewhere.timeout.connect(self._settled_elsewhere)
        self._current_screen = self._first_screen()

    @property
    def place(self) -> Place:
        """Where the window stands on its screen."""
        return self._places.get(self._key()) or default_place(self._area(), self._default_width)

    @property
    def most_height(self) -> int:
        """Pixels the window may grow to where it stands."""
        area = self._area()
        return fitted(self.place, area.height, area).height

    @property
    def stands(self) -> Rect:
        """Where it is put on the desktop, which Qt may learn late from the window manager."""
        return fitted(self.place, self.height(), self._area())

    def set_default_width(self, width: int) -> None:
        """Take a changed width from the settings; it counts on the screen in use, too."""
        if width != self._default_width:
            self._default_width = width
            if key_place := self._places.get(self._key()):
                self._keep(Place(key_place.x, key_place.y, width, key_place.most_height))

    def fit(self, wanted_height: int) -> None:
        """Give the window the height of its content, as far as its place allows."""
        rect = fitted(self.place, wanted_height, self._area())
        wanted = QRect(rect.x, rect.y, rect.width, rect.height)
        if self._elsewhere.isActive() and self.pos() != self._set_by_us.topLeft():
            self.resize(wanted.size())  # someone else is moving it just now
        elif wanted != self.geometry() or not self._set_by_us.isValid():
            self._set_by_us = wanted
            self.setGeometry(wanted)

    def move_by(self, dx: int, dy: int) -> None:
        """Move by so many pixels, as far as the screen goes."""
        self._keep(moved(self.place, dx, dy, self._area()))
        self.fit(self.height())

    def resize_by(self, dx: int, dy: int) -> None:
        """Make wider or narrower; up and down sets the greatest height."""
        self._keep(resized(self.place, dx, dy, self.height(), self._area()))

    def drag_to(self, corner: QPoint) -> None:
        """Follow the mouse, onto another screen as well."""
        self._go_to_screen_at(corner)
        area, place = self._area(), self.place
        wanted = Place(corner.x() - area.x, corner.y() - area.y, place.width, place.most_height)
        self._keep(moved(wanted, 0, 0, area))
        self.fit(self.height())

    def follow_screens(self) -> None:
        """A screen was added, removed or changed: stand on one that is there, in its area."""
        if self._current_screen not in QGuiApplication.screens():
            self._current_screen = self._first_screen()
        self.fit(self.height())

    def take_keyboard(self) -> None:
        """Accept keys until `release_keyboard`; only on the user's own demand.

        Clicks are accepted as well: Qt gives no keys to a window that lets clicks through.
        """
        from app.ui.click_through import is_click_through, set_click_through

        if is_click_through(self):
            self._lets_clicks_through = True
            set_click_through(self, False)
        self._accept_focus(True)
        self.show()
        self.raise_()
        self.activateWindow()
        self.setFocus()

    def release_keyboard(self) -> None:
        """Give the keyboard back to the window before."""
        from app.ui.click_through import set_click_through

        self._accept_focus(False)
        if self._lets_clicks_through:
            self._lets_clicks_through = False
            set_click_through(self, True)
        if self.isActiveWindow():  # a window that goes away gives the focus back everywhere
            self.hide()
            self.show()

    def keyboard_changed(self, accepted: bool) -> None:
        """Called when keys begin or cease to come here; a window may show it."""

    def paintEvent(self, event: QPaintEvent | None) -> None:
        """Note the first frame; what is inside draws itself."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self._announce_first_paint)

    def showEvent(self, event: QShowEvent | None) -> None:
        """Before the first show, whoever moved the window chose its place; later it goes back.

        A window that is shown again may be reported, and put, where it never stood.
        """
        if self._was_shown:
            self._elsewhere.stop()
            self._returning = True
            QTimer.singleShot(_SETTLE_MS, self._go_back)
        else:
            self._was_shown = True
            self._adopt()
        super().showEvent(event)

    def _go_back(self) -> None:
        self._returning = False
        self._set_by_us = QRect()
        self.fit(self.height())

    def moveEvent(self, event: QMoveEvent | None) -> None:
        """Where the window manager or the program puts the window, there it stays.

        A report of a move may be older than our last one, so it counts once it has settled.
        """
        super().moveEvent(event)
        if self._returning or event is None:
            return
        if event.pos() != self._set_by_us.topLeft():
            self._elsewhere.start()

    def _settled_elsewhere(self) -> None:
        """A busy machine may come here before the first frame: that a frame was put around the
        window is no more the user's wish than later."""
        if self.pos() != self._set_by_us.topLeft() and self._never_moved():
            self.fit(self.height())
        else:
            self._adopt()

    def _adopt(self) -> None:
        corner = self.pos()
        if corner == self._set_by_us.topLeft():
            return
        self._set_by_us = self.geometry()
        self._go_to_screen_at(corner)
        area, place = self._area(), self.place
        x, y = corner.x() - area.x, corner.y() - area.y
        self._keep(Place(x, y, place.width, place.most_height))

    def _never_moved(self) -> bool:
        """Whether the window stands where we put it, whatever Qt was told of it.

        While a window manager puts its frame around a new window, Qt may take the place inside
        the frame, (0, 0), for the place on screen.
        """
        if QGuiApplication.platformName() != "xcb" or self._current_screen is None:
            return False
        from app.ui.x11_window import corner_of

        origin, scale = self._current_screen.geometry().topLeft(), self.devicePixelRatioF()
        ours = origin + (self._set_by_us.topLeft() - origin) * scale
        return corner_of(int(self.winId())) == (ours.x(), ours.y())

    def _go_to_screen_at(self, corner: QPoint) -> None:
        """Count from another screen when the window's top is there, at the same width."""
        screen = QGuiApplication.screenAt(corner + QPoint(self.width() // 2, 10))
        if screen is not None and screen is not self._current_screen:
            width = self.place.width
            self._current_screen = screen
            self._places.setdefault(self._key(), Place(0, 0, width))

    def _announce_first_paint(self) -> None:
        self.first_painted.emit()

    def _accept_focus(self, accept: bool) -> None:
        self.winId()  # there is a native window from here on
        handle = self.windowHandle()
        if handle is not None:
            handle.setFlag(Qt.WindowType.WindowDoesNotAcceptFocus, not accept)
        self.has_keyboard = accept
        self.keyboard_changed(accept)

    def _keep(self, place: Place) -> None:
        """Remember a place, as the last one used."""
        key = self._key()
        self._places.pop(key, None)
        self._places[key] = place
        self._tell.start()

    def _first_screen(self) -> QScreen | None:
        """The connected screen that was used last, else the primary one."""
        there = {_key_of(screen): screen for screen in QGuiApplication.screens()}
        for key in reversed(self._places):
            if key in there:
                return there[key]
        return QGuiApplication.primaryScreen()

    def _area(self) -> Rect:
        """The part of the screen that windows may use."""
        if self._current_screen is None:
            return Rect(0, 0, 1280, 800)
        area = self._current_screen.availableGeometry()
        return Rect(area.x(), area.y(), area.width(), area.height())

    def _key(self) -> str:
        return _key_of(self._current_screen) if self._current_screen is not None else ""


def _key_of(screen: QScreen) -> str:
    size = screen.geometry().size()
    return screen_key(screen.name(), size.width(), size.height())
