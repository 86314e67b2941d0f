"""Serving (启动服务): the address to listen on, and what stands in the way of it."""

import errno

from flask import Flask
from waitress.server import BaseWSGIServer, MultiSocketServer, create_server

from base.config import Config
from base.errors import Unavailable

UNHEARD = {
    errno.EADDRINUSE: "端口已被占用，请换一个，如 PORT=8001 ./run",
    errno.EACCES: "没有权限使用这个端口，请用 1024 以上的端口",
    errno.EADDRNOTAVAIL: "本机没有这个地址",
}


def listen(app: Flask, config: Config) -> BaseWSGIServer | MultiSocketServer:
    """A server bound to the address of the settings; raises Unavailable saying what stands in the way."""
    try:
        # poll, not select: select fails for good when a process has more than 1,023 files open.
        return create_server(
            app,
            host=config.host,
            port=config.port,
            threads=config.threads,
            asyncore_use_poll=True,
        )
    except (OSError, ValueError) as fault:
        why = UNHEARD.get(fault.errno or 0) if isinstance(fault, OSError) else None
        raise Unavailable(
            f"无法在 {config.host}:{config.port} 启动：{why or '主机名或地址无效'}（用 HOST、PORT 设置）"
        ) from fault


def address_of(config: Config) -> str:
    """Where readers find the site."""
    return config.base_url or f"http://{config.host}:{config.port}"
