"""Files on an SFTP server, whose host key has to be the one that was pinned."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

import paramiko

from warehouse.errors import Choice as Answer
from warehouse.errors import InputError, Question
from warehouse.outward import Source
from wording.languages import say, to_say
from worker.fetching.place import BLOCK, Remote, listed, split, suits
from worker.fetching.sockets import PATIENCE, SILENCE, Outside, connect, unreachable

HOST_KEY = "host_key"  # the option that pins it
WRONG_KEY = to_say("{host} does not let {user} in with this key.")
WRONG_PASSWORD = to_say("{host} does not let {user} in with this password.")
KEYS: tuple[type[paramiko.PKey], ...] = (paramiko.Ed25519Key, paramiko.ECDSAKey, paramiko.RSAKey)


class Server:
    """A session of an SFTP server."""

    def __init__(self, client: paramiko.SFTPClient, source: Source) -> None:
        self._client, self._source = client, source

    def files(self, known: Mapping[str, str]) -> Iterator[Remote]:
        """The file, or the files in the folder that suit the pattern, by name."""
        path = self._source.path
        folder, pattern = split(f"{path}/" if self._is_folder(path) else path)
        with _told(self._source):
            entries = listed(self._client.listdir_iter(folder or "."), self._source.host)
        found = sorted((one for one in entries if stat.S_ISREG(one.st_mode or 0)), key=lambda one: one.filename)
        wanted = [one for one in found if suits(one.filename, pattern)]
        if not wanted and not any(sign in pattern for sign in "*?["):
            raise InputError(say("{host} has no such file: {path}.", host=self._source.host, path=path))
        for one in wanted:
            mark = f"{one.st_size}:{one.st_mtime}"
            if known.get(f"{folder}{one.filename}") != mark:
                yield Remote(f"{folder}{one.filename}", mark, one.st_size)

    def blocks(self, remote: Remote) -> Iterator[bytes]:
        """Its bytes, asked for ahead of their coming."""
        with _told(self._source), self._client.open(remote.name, "rb") as file:
            file.prefetch(remote.size)
            while block := file.read(BLOCK):
                yield block

    def _is_folder(self, path: str) -> bool:
        with suppress(OSError):
            return stat.S_ISDIR(self._client.stat(path).st_mode or 0)
        return False


@contextmanager
def signed_in(source: Source, secrets: Mapping[str, str], outside: Outside) -> Iterator[paramiko.SFTPClient]:
    """Sign in, for the length of the block."""
    transport = paramiko.Transport(connect(source.host, source.port, outside))
    transport.banner_timeout = transport.auth_timeout = PATIENCE
    try:
        with _told(source):
            transport.start_client(timeout=PATIENCE)
        _check_host(source, transport.get_remote_server_key())
        _sign_in(transport, source, secrets)
        with _told(source):
            client = paramiko.SFTPClient.from_transport(transport)
        if client is None:
            raise InputError(say("{host} lets {user} in, but not to files.", host=source.host, user=source.user))
        client.get_channel().settimeout(SILENCE)
        yield client
    finally:
        transport.close()


@contextmanager
def opened(source: Source, secrets: Mapping[str, str], outside: Outside) -> Iterator[Server]:
    """The server's files, for the length of the block."""
    with signed_in(source, secrets, outside) as client:
        yield Server(client, source)


def _check_host(source: Source, key: paramiko.PKey) -> None:
    shown = key.fingerprint.rstrip("=")
    if source.host_key == shown:
        return
    words = say("Is {key} the key of {host}?", key=shown, host=source.host)
    pin = Question(HOST_KEY, words, (Answer(shown, say("Yes, this is its key")),))
    if not source.host_key:
        raise InputError(
            say(
                "{host} shows the host key {key}, and none is known yet: ask its operator "
                "whether it is theirs, and give it.",
                host=source.host,
                key=shown,
            ),
            (pin,),
        )
    raise InputError(
        say(
            "{host} shows another host key than before, {key}: somebody else may answer in its place. "
            "Ask its operator before you trust it.",
            host=source.host,
            key=shown,
        ),
        (pin,),
    )


def _sign_in(transport: paramiko.Transport, source: Source, secrets: Mapping[str, str]) -> None:
    password, key = secrets.get("password"), secrets.get("key")
    if not password and not key:
        raise InputError(say("{host} asks for a password or a key, and none is given.", host=source.host))
    try:
        if key:
            transport.auth_publickey(source.user, _key(key, password))
        else:
            transport.auth_password(source.user, password or "", fallback=True)
    except paramiko.AuthenticationException:
        text = WRONG_KEY if key else WRONG_PASSWORD
        raise InputError(say(text, host=source.host, user=source.user)) from None
    except (paramiko.SSHException, OSError, EOFError) as error:
        raise InputError(unreachable(source.host, error)) from error
    if not transport.is_authenticated():
        raise InputError(
            say("{host} asks {user} for more than a password or a key.", host=source.host, user=source.user)
        )


def _key(text: str, passphrase: str | None) -> paramiko.PKey:
    for kind in KEYS:
        with suppress(paramiko.SSHException, ValueError, TypeError, IndexError):
            return kind.from_private_key(io.StringIO(text.strip() + "\n"), passphrase)
    raise InputError(say("The private key cannot be read: it is no OpenSSH or PEM key, or its passphrase is another."))


@contextmanager
def _told(source: Source) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError:
        raise InputError(
            say("{host} has no such file or folder: {path}.", host=source.host, path=source.path)
        ) from None
    except PermissionError:
        raise InputError(
            say("{host} does not let {user} read {path}.", host=source.host, user=source.user, path=source.path)
        ) from None
    except paramiko.SSHException as error:
        raise InputError(
            say("{host} speaks no SFTP that is understood: {error}.", host=source.host, error=error)
        ) from error
    except (OSError, EOFError) as error:
        raise InputError(unreachable(source.host, error)) from error
