"""Why something failed is said in both languages; what a library says in English is quoted in Chinese."""

import errno
import json
import os
from pathlib import Path

import pytest
from pydantic import BaseModel

from index_pipeline.causes import cause
from index_pipeline.files import read_regular
from index_pipeline.framework.fault import Fault, FaultsError
from index_pipeline.framework.yaml_files import YamlFileError, read_model


def test_a_reason_of_the_system_is_known_by_its_number() -> None:
    said = cause(OSError(errno.ENOENT, os.strerror(errno.ENOENT), "a.csv"))
    assert (said.en, said.zh) == ("No such file or directory", "没有这一文件或目录")


def test_a_reason_in_both_languages_is_kept(tmp_path: Path) -> None:
    (tmp_path / "large").write_bytes(b"12345")
    with pytest.raises(OSError, match="larger than 4 bytes") as raised:
        read_regular(tmp_path / "large", 4)
    assert cause(raised.value).zh == "文件大于 4 字节"
    assert cause(FaultsError([Fault("not_a_mapping")])).zh == "文件内容不是“字段: 值”的映射"


def test_the_place_of_a_fault_in_json_is_said() -> None:
    with pytest.raises(ValueError, match="delimiter") as raised:
        json.loads('{"a" 1}')
    assert cause(raised.value).en == "it is not JSON (line 1, column 6)"
    assert cause(raised.value).zh == "不是 JSON（第1行第6列）"


def test_what_a_library_says_is_quoted_in_chinese() -> None:
    assert cause(ValueError("bad value\nmore")).zh == "程序报告“bad value”"


class Named(BaseModel):
    name: str


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("name: a: b", "第1行第8列：含冒号的文字须加引号，或该行缩进有误"),
        ("name:\n\t- x", "第2行第1列：缩进须用空格，不能用制表符"),
        ("name: @x", "第1行第7列：以特殊符号开头的文字须加引号"),
        ("name: [1,\n b: 2", "第2行第6列：括号未闭合，或缺少逗号"),
        ("name: 'x", "第1行第9列：引号未闭合"),
        ("name: x\ntitle\nunit: 1", "第3行第1列：字段名之后缺少冒号"),
        ("- a\nname: 1", "第2行第1列：与上文不相接：请检查缩进、引号和括号"),
        ("name: x\n--- b", "第2行第1列：出现第二个文档：一个文件只能有一个"),
        ('name: "a\\q"', "第1行第10列：双引号内的反斜杠表示转义，这里的转义无法识别：请改用单引号"),
        ("[name: 1]]", "第1行第10列：不符合 YAML 语法"),
        ("name: \x01", "第1行第7列：含有不可显示的字符"),
    ],
)
def test_a_fault_of_yaml_is_said_in_plain_words(content: str, sentence: str) -> None:
    with pytest.raises(YamlFileError) as raised:
        read_model(content.encode(), Named)
    assert raised.value.sentences("zh") == [sentence]
    assert not any("一" <= sign <= "龥" for sign in raised.value.sentences("en")[0])
