"""One instance: the running program holds a lock and takes commands over a local socket."""

from __future__ import annotations

import time

from PyQt6.QtCore import QLockFile, QObject, QTimer, pyqtSignal
from PyQt6.QtNetwork import QLocalServer, QLocalSocket

from app.core import control, host, paths
from app.core.errors import GhostPilotError

PATIENCE_MS = 2000
"""How long a client may take to say its line."""
MOST_CLIENTS = 8


class LocalServer(QObject):
    """Emits ``commanded`` with each command another process sends."""

    commanded = pyqtSignal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)
        self._lock: QLockFile | None = None
        self._clients: set[QLocalSocket] = set()
        """Held here: what only its own slots refer to, the garbage collector takes."""

    def start(self) -> bool:
        """Become the one instance; False when another one runs already.

        What a crashed program left is taken over. Raises `GhostPilotError` when the lock or
        the socket cannot be made.
        """
        address = control.address()
        if not self._take_lock(address):
            return False
        if host.system() != "windows":
            QLocalServer.removeServer(address)  # the lock proves that nobody listens there
        if not self._server.listen(address):
            reason = self._server.errorString()
            self.close()
            raise GhostPilotError(
                "Commands such as ghostpilot toggle do not work", f"{address}: {reason}"
            )
        return True

    def close(self) -> None:
        """Stop listening and give up the lock."""
        for client in self._server.findChildren(QLocalSocket):
            client.abort()
        self._server.close()
        if self._lock is not None:
            self._lock.unlock()
            self._lock = None

    def _take_lock(self, address: str) -> bool:
        path = paths.private_folder(paths.home()) / "instance.lock"
        lock = QLockFile(str(path))
        lock.setStaleLockTime(0)  # a program may run for days: only a dead owner makes it stale
        if not lock.tryLock(0) and not _someone_listens(address):
            # An owner under another host name is never known to be dead, but it does not answer.
            path.unlink(missing_ok=True)
            lock.tryLock(0)
        if lock.isLocked():
            self._lock = lock
            if host.system() != "windows":
                path.chmod(0o600)  # it names this machine; Qt makes it readable for everybody
            return True
        if lock.error() == QLockFile.LockError.LockFailedError:
            return False
        raise GhostPilotError("The program's lock file cannot be written", str(path))

    def _welcome(self) -> None:
        while (client := self._server.nextPendingConnection()) is not None:
            if len(self._server.findChildren(QLocalSocket)) > MOST_CLIENTS:
                client.abort()
                client.deleteLater()
                continue
            self._clients.add(client)
            client.disconnected.connect(lambda client=client: self._part(client))
            client.readyRead.connect(lambda client=client: self._read(client))
            patience = QTimer(client)
            patience.setSingleShot(True)
            patience.timeout.connect(client.abort)
            patience.start(PATIENCE_MS)
            self._read(client)

    def _part(self, client: QLocalSocket) -> None:
        self._clients.discard(client)
        client.deleteLater()

    def _read(self, client: QLocalSocket) -> None:
        if not client.canReadLine():
            if client.bytesAvailable() > control.LONGEST_LINE:
                client.abort()
            return
        line = bytes(client.readLine(control.LONGEST_LINE)).decode(errors="replace").strip()
        known = line in control.COMMANDS
        client.write(b"ok\n" if known else b"error: unknown command\n")
        client.flush()
        client.disconnectFromServer()
        if known:
            self.commanded.emit(line)


def _someone_listens(address: str) -> bool:
    """Whether a program accepts connections there; waits half a second for one that starts."""
    client = QLocalSocket()
    for _ in range(5):
        client.connectToServer(address)
        if client.waitForConnected(100):
            client.abort()
            return True
        time.sleep(0.1)
    return False
