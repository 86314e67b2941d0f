"""The package (快照包): a ZIP with the print, the signed file, what openssl needs, and how to verify."""

from collections.abc import Mapping
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from registry.attesting.kept import Kept
from registry.attesting.rules.canonical import canonical
from registry.law.days import printed

# Of 1980 on, no later than any real file: the same snapshot is the same ZIP.
NO_MOMENT = (1980, 1, 1, 0, 0, 0)

README = """行为日快照 {code}
行为日：{day}    文件：{count} 份    密钥：{key}

一、这个包里有什么
  snapshot.json    签名的数据文件：清单、各文件在行为日的文本和时效、校验值、签名
  {pdf}
  manifest.json    被签名的字节（清单的规范形式）
  signature.bin    对 manifest.json 的 Ed25519 签名，64 个字节
  public-key.pem   签名用的公钥（请以网站公布的为准，见第四条）

二、在线核验
  打开 {address}，
  或者在“核验快照”页上传本包、其中的 snapshot.json 或者 PDF。

三、脱机核验（装有本系统的机器，不需要数据库）
  ./run verify-snapshot snapshot.json --key public-key.pem

四、脱机核验（只用 openssl，3.0 以上）
  公钥以 {keys} 公布的为准。
  openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile signature.bin
  显示 Signature Verified Successfully，即清单出自本库、未经改动。
  清单中每份文件有 sha256；用下面的 Python 程序（只用标准库）逐份核对正文：

  import hashlib, json
  held = json.load(open("snapshot.json", encoding="utf-8"))
  def digest(value):
      text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
      return hashlib.sha256(text.encode()).hexdigest()
  assert open("manifest.json", "rb").read() == json.dumps(
      held["manifest"], ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
  for line, record in zip(held["manifest"]["documents"], held["records"], strict=True):
      print(line["title"], "相符" if record and digest(record) == line["sha256"] else "不符或者未附正文")
"""


def package(kept: Kept, root: str, pdf: bytes | None) -> bytes:
    """The ZIP; without the print where this site sets no type."""
    names: Mapping[str, bytes | None] = {
        "README.txt": readme(kept, root, with_pdf=pdf is not None).encode("utf-8-sig"),
        "snapshot.json": kept.file,
        "snapshot.pdf": pdf,
        "manifest.json": canonical(kept.signed.manifest),
        "signature.bin": kept.signed.signature,
        "public-key.pem": kept.key.pem.encode(),
    }
    packed = BytesIO()
    with ZipFile(packed, "w", ZIP_DEFLATED) as archive:
        for name, content in names.items():
            if content is not None:
                entry = ZipInfo(name, NO_MOMENT)
                entry.compress_type, entry.external_attr = ZIP_DEFLATED, 0o644 << 16
                archive.writestr(entry, content)
    return packed.getvalue()


def readme(kept: Kept, root: str, *, with_pdf: bool) -> str:
    """How to verify, in words."""
    return README.format(
        code=kept.code,
        day=printed(kept.day),
        count=len(kept.members),
        key=kept.signed.key_id,
        pdf="snapshot.pdf     印本，内附 snapshot.json" if with_pdf else "（本站未开启PDF，没有附印本）",
        address=f"{root}/verify/{kept.code}",
        keys=f"{root}/.well-known/day-snapshot-keys.json",
    )
