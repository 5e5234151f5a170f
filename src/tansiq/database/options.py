"""How the embedded server is set: for a machine it shares with the rest of Tansiq, idle memory first."""

from pathlib import Path

BUILTIN_LOCALE_SINCE = 17
IO_METHOD_SINCE = 18
PORT = 5432
OWNER = "tansiq"
DATABASE = "tansiq"

SMALL = {
    "shared_buffers": "128MB",
    "max_connections": "60",
    "work_mem": "8MB",
    "maintenance_work_mem": "64MB",
    "effective_cache_size": "1GB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_worker_processes": "4",
    "max_parallel_workers_per_gather": "2",
    "max_logical_replication_workers": "0",
    "max_wal_senders": "2",
    "max_wal_size": "1GB",
    "min_wal_size": "80MB",
    "checkpoint_timeout": "10min",
    "wal_compression": "on",
    "max_locks_per_transaction": "256",  # a query over a year of day partitions takes one lock each, and its indexes'
    "timezone": "UTC",
    "log_timezone": "UTC",
    "log_checkpoints": "off",
    "log_autovacuum_min_duration": "-1",
}
FOR_TESTS = {"fsync": "off", "full_page_writes": "off", "autovacuum": "off"}


def server_options(data: Path, sockets: Path, major: int, *, durable: bool) -> list[str]:
    """Arguments of `postgres`. They stand on the command line so that they follow this version, not the cluster's age."""
    settings = SMALL | {"listen_addresses": "", "unix_socket_directories": str(sockets), "port": str(PORT)}
    settings |= {"unix_socket_permissions": "0700"}
    if major >= IO_METHOD_SINCE:
        settings["io_method"] = "sync"  # three idle workers less; reads here come from memory
    if not durable:
        settings |= FOR_TESTS
    return ["-D", str(data), *(part for name, value in settings.items() for part in ("-c", f"{name}={value}"))]


def initdb_options(data: Path, major: int, *, durable: bool) -> list[str]:
    """Arguments of `initdb`: UTF-8, ordered by code point, nothing that depends on the machine's locales.

    Authentication is `trust` within the socket folder, which only the owner can enter: whoever can is able to read
    the data files as well.
    """
    options = ["-D", str(data), "-U", OWNER, "--auth=trust", "--encoding=UTF8", "--locale=C", "--data-checksums"]
    options += ["--text-search-config=simple", "--no-instructions"]
    if major >= BUILTIN_LOCALE_SINCE:
        options += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return options if durable else [*options, "--no-sync"]
