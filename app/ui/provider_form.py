"""The fields of one provider: a form that shows a provider and tells what it was changed to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from PyQt6.QtCore import Qt, pyqtSignal
from PyQt6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QDoubleSpinBox,
    QFormLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QWidget,
)

from app.core.settings import Provider
from app.ui.language import tr

LONGEST_CONTEXT = 10_000_000
LONGEST_WAIT_S = 3600.0


class ProviderForm(QWidget):
    """Every field of a `Provider` but its key. A field counts when it is left or entered."""

    edited = pyqtSignal(object)
    """The `Provider` as the fields say now."""
    models_wanted = pyqtSignal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shown = Provider("", "", "")
        self._name = self._text(tr("Name"))
        self._base_url = self._text(tr("Address"))
        self._base_url.setPlaceholderText("https://…/v1")
        self._model = QComboBox(self)
        self._model.setEditable(True)
        self._model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self._model.setAccessibleName(tr("Model"))
        self._model.activated.connect(self._tell)
        if (line := self._model.lineEdit()) is not None:
            line.editingFinished.connect(self._tell)
        self._fetch = QPushButton(tr("Fetch models"), self)
        self._fetch.setAutoDefault(False)
        self._fetch.clicked.connect(self.models_wanted)
        self._key_env = self._text(tr("Key variable"))
        self._key_env.setPlaceholderText(tr("environment variable, may be empty"))
        self._context = QSpinBox(self)
        self._context.setRange(1, LONGEST_CONTEXT)
        self._context.setSingleStep(1024)
        self._context.setGroupSeparatorShown(True)
        self._context.setSuffix(" " + tr("tokens"))
        self._numbers: dict[str, QSpinBox | QDoubleSpinBox] = {"context": self._context}
        self._ticks = {
            "vision": QCheckBox(tr("Understands pictures"), self),
            "reasoning": QCheckBox(tr("Thinks before it answers"), self),
        }
        for tick in self._ticks.values():
            tick.toggled.connect(self._tell)
        self._arrange()

    def show_provider(self, provider: Provider, models: Sequence[str] = ()) -> None:
        """Fill the fields; ``models`` are the choices for the model."""
        self._shown = provider
        self._name.setText(provider.name)
        self._base_url.setText(provider.base_url)
        self._key_env.setText(provider.key_env)
        self.show_models(models)
        for name, tick in self._ticks.items():
            tick.blockSignals(True)
            tick.setChecked(getattr(provider, name))
            tick.blockSignals(False)
        for name, number in self._numbers.items():
            number.blockSignals(True)
            number.setValue(getattr(provider, name))
            number.blockSignals(False)

    def show_models(self, models: Sequence[str]) -> None:
        """Offer these models; the one that is set stays."""
        self._model.clear()
        self._model.addItems(list(models))
        self._model.setCurrentText(self._shown.model)
        if line := self._model.lineEdit():
            line.setCursorPosition(0)

    def open_models(self) -> None:
        """Let the user choose among the models now."""
        self._model.setFocus()
        self._model.showPopup()

    def set_fetching(self, fetching: bool) -> None:
        """The button rests while the list is fetched."""
        self._fetch.setEnabled(not fetching)

    def _text(self, name: str) -> QLineEdit:
        field = QLineEdit(self)
        field.setAccessibleName(name)
        field.editingFinished.connect(self._tell)
        return field

    def _seconds(self, field: str, name: str) -> QDoubleSpinBox:
        number = QDoubleSpinBox(self)
        number.setRange(0.1, LONGEST_WAIT_S)
        number.setDecimals(1)
        number.setSuffix(" s")
        number.setAccessibleName(name)
        self._numbers[field] = number
        return number

    def _arrange(self) -> None:
        form = QFormLayout(self)
        form.setContentsMargins(0, 0, 0, 0)
        form.setHorizontalSpacing(16)
        form.setVerticalSpacing(10)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapLongRows)  # in a narrow window
        form.setLabelAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        model = QHBoxLayout()
        model.addWidget(self._model, 1)
        model.addSpacing(6)
        model.addWidget(self._fetch)
        context = tr("Context")
        self._context.setAccessibleName(context)
        rows: list[tuple[str, Any]] = [
            (tr("Name"), self._name),
            (tr("Address"), self._base_url),
            (tr("Model"), model),
            (tr("Key variable"), self._key_env),
            (context, self._context),
            ("", self._ticks["vision"]),
            ("", self._ticks["reasoning"]),
        ]
        limits = (
            ("connect_s", tr("Connects within")),
            ("first_token_s", tr("First word within")),
            ("idle_s", tr("Silent for at most")),
            ("total_s", tr("Whole answer within")),
        )
        rows += [(name, self._seconds(field, name)) for field, name in limits]
        for name, field in rows:
            label = QLabel(name, self)
            label.setBuddy(field if isinstance(field, QWidget) else self._model)
            form.addRow(label, field)
        for number in self._numbers.values():
            number.setMaximumWidth(200)
            number.setButtonSymbols(QSpinBox.ButtonSymbols.NoButtons)
            number.editingFinished.connect(self._tell)

    def _tell(self) -> None:
        """Say what the fields hold, where that differs from what was shown."""
        held: dict[str, Any] = {name: tick.isChecked() for name, tick in self._ticks.items()}
        held |= {name: number.value() for name, number in self._numbers.items()}
        now = replace(
            self._shown,
            name=self._name.text().strip(),
            base_url=self._base_url.text().strip(),
            model=self._model.currentText().strip(),
            key_env=self._key_env.text().strip(),
            **held,
        )
        if now != self._shown:
            self._shown = now
            self.edited.emit(now)
