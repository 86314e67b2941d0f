"""What Flask itself is told (框架设置), from the settings of the registry."""

from base.config import Config, kept_secret

A_YEAR = 365 * 24 * 3600
MEGABYTE = 1024 * 1024
# A text of 2 MB, with its form, twice: once as typed and once beside what somebody else saved.
LARGEST_FORM = 8 * MEGABYTE


def of(config: Config) -> dict[str, object]:
    """The values of `app.config`."""
    return {
        "SECRET_KEY": config.secret_key or kept_secret(config.data),
        # The largest file with its form; a larger file is told its size by the page, not by the server.
        "MAX_CONTENT_LENGTH": config.upload_mb * MEGABYTE + LARGEST_FORM,
        "MAX_FORM_MEMORY_SIZE": LARGEST_FORM,
        "SESSION_COOKIE_SAMESITE": "Lax",
        # A form may lie open for a morning; its token ends with the sign-in.
        "WTF_CSRF_TIME_LIMIT": None,
        # Addresses of static files carry a hash of their content.
        "SEND_FILE_MAX_AGE_DEFAULT": A_YEAR,
    }
