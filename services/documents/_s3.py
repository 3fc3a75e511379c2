"""S3 by boto3, its blocking calls in threads of their own, its troubles said in our words."""

import asyncio
from collections.abc import AsyncIterator, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, HTTPClientError

from services.documents.errors import NoSuchObject
from services.foundation.errors import Outage

if TYPE_CHECKING:
    from types_boto3_s3.client import S3Client

Result = TypeVar("Result")
THREADS = 8
READ = 256 * 1024
ABSENT = {"NoSuchKey", "NoSuchBucket", "404", "NotFound"}


class Bucket:
    """One bucket. Every method raises `Outage("S3")` when the store does not answer."""

    def __init__(
        self, *, endpoint: str, region: str, name: str, access_key: str, secret_key: str
    ) -> None:
        self.name = name
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="s3")
        self._client: S3Client = boto3.session.Session().client(
            "s3",
            endpoint_url=endpoint or None,
            region_name=region,
            aws_access_key_id=access_key,
            aws_secret_access_key=secret_key,
            config=Config(
                # Servers other than Amazon's refuse or mangle the newer trailing checksums.
                request_checksum_calculation="when_required",
                response_checksum_validation="when_required",
                s3={"addressing_style": "path"},
                connect_timeout=3,
                read_timeout=20,
                retries={"max_attempts": 2, "mode": "standard"},
                max_pool_connections=THREADS,
            ),
        )

    async def ready(self) -> None:
        await self._run(lambda: self._client.head_bucket(Bucket=self.name))

    async def create(self) -> None:
        """Make the bucket unless it is there."""
        try:
            await self.ready()
        except NoSuchObject:
            await self._run(lambda: self._client.create_bucket(Bucket=self.name))

    async def put(self, key: str, body: bytes) -> None:
        await self._run(lambda: self._client.put_object(Bucket=self.name, Key=key, Body=body))

    async def delete(self, key: str) -> None:
        await self._run(lambda: self._client.delete_object(Bucket=self.name, Key=key))

    async def begin(self, key: str) -> str:
        """Start an object sent in parts; answers its upload id."""
        begun = await self._run(
            lambda: self._client.create_multipart_upload(Bucket=self.name, Key=key)
        )
        return begun["UploadId"]

    async def part(self, key: str, upload: str, number: int, body: bytes) -> str:
        """Send one part (5 MiB at least, but the last); answers its tag."""
        sent = await self._run(
            lambda: self._client.upload_part(
                Bucket=self.name, Key=key, UploadId=upload, PartNumber=number, Body=body
            )
        )
        return sent["ETag"]

    async def complete(self, key: str, upload: str, tags: list[str]) -> None:
        parts: list[Any] = [
            {"PartNumber": number, "ETag": tag} for number, tag in enumerate(tags, start=1)
        ]
        await self._run(
            lambda: self._client.complete_multipart_upload(
                Bucket=self.name, Key=key, UploadId=upload, MultipartUpload={"Parts": parts}
            )
        )

    async def abandon(self, key: str, upload: str) -> None:
        await self._run(
            lambda: self._client.abort_multipart_upload(Bucket=self.name, Key=key, UploadId=upload)
        )

    async def read(self, key: str, first: int, last: int) -> AsyncIterator[bytes]:
        """The stored bytes from `first` to `last` included, as they arrive."""
        got = await self._run(
            lambda: self._client.get_object(
                Bucket=self.name, Key=key, Range=f"bytes={first}-{last}"
            )
        )
        body = got["Body"]
        try:
            while chunk := await self._run(lambda: body.read(READ)):
                yield chunk
        finally:
            body.close()

    def close(self) -> None:
        self._client.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def _run(self, call: Callable[[], Result]) -> Result:
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, call)
        except ClientError as error:
            code = str(error.response.get("Error", {}).get("Code", ""))
            if code in ABSENT:
                raise NoSuchObject from error
            raise Outage("S3", code) from error
        except (BotoCoreError, HTTPClientError, OSError) as error:
            raise Outage("S3", type(error).__name__) from error
