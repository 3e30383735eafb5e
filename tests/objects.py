"""A server on this machine that talks as S3 does."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.request import urlopen


@contextmanager
def served(bucket: str) -> Iterator[dict[str, str]]:
    """The options of an fsspec file system for a new server with an empty bucket."""
    import boto3
    from moto.server import ThreadedMotoServer

    server = ThreadedMotoServer(port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    endpoint = f"http://{host}:{port}"
    urlopen(f"{endpoint}/moto-api/reset", data=b"").close()  # servers of one process share their buckets
    boto3.client(
        "s3",
        endpoint_url=endpoint,
        region_name="us-east-1",
        aws_access_key_id="nobody",
        aws_secret_access_key="nothing",
    ).create_bucket(Bucket=bucket)
    yield {"key": "nobody", "secret": "nothing", "endpoint_url": endpoint}
    server.stop()
