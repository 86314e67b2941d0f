"""The application: wires the floors together; the only file that knows them all."""

import gc
import sys
from functools import partial
from pathlib import Path
from threading import Event, Thread

import click
from flask import Blueprint, Flask
from flask.json.provider import DefaultJSONProvider
from flask_wtf.csrf import CSRFProtect
from sqlalchemy.exc import OperationalError
from werkzeug.middleware.proxy_fix import ProxyFix

import base.beginning  # before all others
import base.staff.commands
import interpretations.commands
import registry.attesting.commands
import registry.commands
import search.commands
from base import (
    clock,
    fault_pages,
    flask_settings,
    forms,
    headers,
    holidays,
    pagecache,
    schema,
    serving,
    terminal,
)
from base.config import Config, kept_secret
from base.console import Console, pass_console
from base.db import Database, opened
from base.environment import from_environment
from base.errors import RegistryError
from base.staff import access, first
from base.staff import routes as staff
from base.staff.views import visiting
from interpretations import routes as explaining
from interpretations.following.saved import SEARCHES
from interpretations.publishing.due import follow_publications
from interpretations.publishing.due import publish_due as publish_interpretations
from interpretations.sample import department
from registry import routes as registering
from registry import subjects
from registry.attesting import routes as attesting
from registry.consultations.due import publish_due as publish_consultations
from registry.drafting import due
from registry.drafting.publishing import house_of
from registry.participation import routes as participation
from registry.reads.explanations import EXPLAINERS
from registry.sample import loading
from search import preferences
from search import routes as searching
from search.answering import Answering
from search.following import FollowedSearches
from search.keeping import Keeper
from search.lexicon import seeding
from search.statistics.tally import Tally
from search.views.opening import engine_of

# All modules are loaded: what they made is never looked through, and what comes now is (base.beginning).
gc.freeze()
gc.enable()

HERE = Path(__file__).resolve().parent
PARTS = (registering, attesting, participation, explaining, searching)
BLUEPRINTS: tuple[Blueprint, ...] = (
    *(pages for part in PARTS for pages in part.BLUEPRINTS),
    *staff.BLUEPRINTS,
)
DEED_NAMES: dict[str, str] = {deed: word for part in PARTS for deed, word in part.DEED_NAMES.items()}
TOKENLESS = tuple(view for part in PARTS for view in part.TOKENLESS)
CONSOLES = (
    base.staff.commands,
    registry.commands,
    registry.attesting.commands,
    interpretations.commands,
    search.commands,
)
COMMANDS: tuple[click.Command, ...] = tuple(command for part in CONSOLES for command in part.COMMANDS)


def create_app(config: Config | None = None) -> Flask:
    """The Flask application with every floor in its place; raises BadInput for a wrong setting."""
    config = config or from_environment()
    # A wrong preference ends the start, not the first search.
    preferences.read(config.searching)
    app = Flask("app", root_path=str(HERE))
    app.json = DefaultJSONProvider(app)
    # Chinese as it is read, not as escapes that are twice as long.
    app.json.ensure_ascii = False
    app.config.update(flask_settings.of(config))
    database = opened(config)
    database.hand_down(EXPLAINERS, explaining.registrar(config))
    app.extensions.update(config=config, database=database)
    equip(app, database)
    app.extensions["front"] = pagecache.install(app, database)
    app.extensions["after_change"] = (partial(tell_the_interpretations, app), partial(tell_the_index, app))
    app.extensions["front"].when_due = partial(publish_what_is_due, app)
    app.extensions["tally"] = Tally(database)
    app.extensions["front"].when_shown = app.extensions["tally"].told
    fault_pages.install(app)
    app.before_request(forms.refuse_too_large)
    app.extensions["visitor"] = visiting.visitor
    app.extensions["deed_names"] = DEED_NAMES
    app.extensions |= handed_down(config)
    app.session_interface = headers.OwnCookie()
    access.install(app)
    forged = CSRFProtect(app)
    for view in TOKENLESS:
        forged.exempt(view)
    app.after_request(headers.keep_to_itself)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    if proxies := config.entry.trusted_proxies:
        # Outermost, so that the page cache knows pages by the scheme that readers use.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=proxies, x_proto=proxies)  # type: ignore[method-assign]
    return app


def equip(app: Flask, database: Database) -> None:
    """Hand down to a database what search knows and the floor below asks: what followed searches find."""
    database.hand_down(SEARCHES, FollowedSearches(partial(engine_of, app.extensions)))


def handed_down(config: Config) -> dict[str, tuple[object, ...]]:
    """What its own later parts and the floor above give to pages, desk and rounds of the registry."""
    joined: dict[str, tuple[object, ...]] = {}
    for part in PARTS:
        for name, given in part.handed_down(config).items():
            joined[name] = (*joined.get(name, ()), *given)
    return joined


def close(app: Flask) -> None:
    """Give back what the application holds."""
    if engine := app.extensions.get("search"):
        engine.close()
    app.extensions["tally"].close()
    app.extensions["front"].pulse.close()
    app.extensions["database"].close()


def publish_what_is_due(app: Flask) -> None:
    """Publish the drafts whose minute has come, before anything else is answered."""
    try:
        config: Config = app.extensions["config"]
        published = due.publish_due(app.extensions["database"], house_of(config))
        if published:
            # What waits for its document waits for this, also when both were given the same minute.
            follow_publications(app.extensions["database"])
        published += publish_interpretations(app.extensions["database"])
        published += publish_consultations(app.extensions["database"], config.consulting)
    except OperationalError:
        # The database is busy or away: whoever asks next tries again.
        app.logger.exception("what is due could not be published")
        return
    if published:
        for deed in app.extensions["after_change"]:
            deed()


def tell_the_interpretations(app: Flask) -> None:
    """Let the interpretations of what was just published follow it."""
    try:
        follow_publications(app.extensions["database"])
    except (RegistryError, OperationalError):
        app.logger.exception("the interpretations could not follow")


def tell_the_index(app: Flask) -> None:
    """Let the index hear of what was just committed; what it cannot do now stays in the outbox."""
    keeper = app.extensions.setdefault("keeper", Keeper(app.extensions["config"], app.extensions["database"]))
    try:
        keeper.catch_up()
    except (RegistryError, OSError):
        app.logger.exception("the index could not catch up")


@click.group(
    name="./run",
    help="政策文件库：文件登记、时效、检索与打印。",
    epilog="另有 ./run test（全部检查）和 ./run bench（性能测量）。",
    context_settings={"help_option_names": ["--help", "-h"]},
)
@click.pass_context
def main(context: click.Context) -> None:
    """Every command finds the settings and a database of this version's shape in its console."""
    if context.invoked_subcommand in registry.attesting.commands.OFFLINE:
        return
    config = from_environment()
    checks = (search.commands.differing,)
    console = Console(config, opened(config), after_change=(let_follow, catch_up), checks=checks)
    context.call_on_close(console.database.close)
    console.database.hand_down(SEARCHES, FollowedSearches(partial(answering, console)))
    if schema.ensure(console.database):
        with console.database.transaction() as session:
            subjects.seed(session)
            holidays.seed(session)
            seeding.follow(session)
    context.obj = console
    published = due.publish_due(console.database, house_of(config))
    published += publish_interpretations(console.database)
    published += publish_consultations(console.database, config.consulting)
    if published:
        console.follow_up()


def answering(console: Console) -> Answering:
    """The engine for a command that has to search."""
    return Answering(Keeper(console.config, console.database), mends=False)


def let_follow(console: Console) -> None:
    """Let the interpretations of what was published follow it."""
    follow_publications(console.database)


def catch_up(console: Console) -> None:
    """Let the index hear of what changed."""
    Keeper(console.config, console.database).catch_up()


@main.command(help="建立数据文件夹与数据库，升级数据库结构，首次启动时载入示例数据。")
@pass_console
def setup(console: Console) -> None:
    """Prepare this installation; does nothing when it is prepared."""
    prepare(console)
    click.echo(f"数据文件夹已就绪：{console.config.data}")


@main.command(help="启动网站（必要时先做 setup 的事）。")
@pass_console
def serve(console: Console) -> None:
    """Serve until interrupted; raises Unavailable when the address cannot be listened on."""
    prepare(console)
    config = console.config
    app = create_app(config)
    server = serving.listen(app, config)
    # What was committed when the process was ended has not reached the index yet.
    Thread(target=console.follow_up, name="follow-up", daemon=True).start()
    click.echo(f"{config.site.name}已启动：http://{config.host}:{config.port}（按 Ctrl-C 停止）")
    for companion in explaining.COMPANIONS:
        Thread(
            target=companion,
            args=(config, partial(publish_what_is_due, app)),
            kwargs={"equip": partial(equip, app)},
            name=companion.__name__,
            daemon=True,
        ).start()
    tally: Tally = app.extensions["tally"]
    Thread(target=tally.accompany, args=(Event(),), name="search-tally", daemon=True).start()
    # What stays until the end is not looked through again: a full round took 0.16 s, and after every change
    # of a whole registry two to four came.
    gc.freeze()
    server.run()


def prepare(console: Console) -> None:
    """Make what an installation needs: its secret, and sample documents while it has none of its own."""
    data = console.config.data
    kept_secret(data)
    with console.database.transaction() as session:
        seeding.follow(session)
        attesting.prepare(session, data)
    if loaded := loading.load(console.database, console.config.files, clock.today()):
        console.follow_up()
        click.echo(f"已载入示例文件 {loaded} 个")
    first.ensure(console.database, console.config)
    if loaded:
        department.load(console.database, console.config, console.config.secret_key or kept_secret(data))
        console.follow_up()
    if (place := console.config.data / first.FILE).exists():
        click.echo(f"登录：{serving.address_of(console.config)}/sign-in；首批账户的口令在 {place}")


def run(arguments: list[str] | None = None) -> int:
    """Run one command of the command line; gives its exit code, 2 for a wrong call, 1 for a fault."""
    try:
        result = main.main(arguments, prog_name="./run", standalone_mode=False)
    except terminal.EXPECTED as fault:
        sentence, code = terminal.verdict(fault)
        click.echo(sentence, err=True, nl=bool(sentence))
        return code
    return result if isinstance(result, int) else 0


for offered in COMMANDS:
    main.add_command(offered)
terminal.in_chinese(main)


if __name__ == "__main__":
    sys.exit(run())
