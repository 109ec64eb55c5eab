"""Indexes, registries and mirrors that a project fetches from instead of the usual hub."""

from __future__ import annotations

import pytest

from explorer.sources import mirror_settings
from tests.sources.model_reading import SYSTEM, edges, read, relation

SOURCE = mirror_settings.SOURCE
NPMRC = """# registry=https://old.example/
registry=https://npm.corp.example/
@team:registry = https://team.example/
//npm.corp.example/:_authToken=abcdef0123456789abcdef
"""


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (".npmrc", NPMRC, {"hub:npm-corp-example": 2, "hub:team-example": 3}),
        (".yarnrc.yml", 'npmRegistryServer: "https://yarn.corp.example"\n', {"hub:yarn-corp-example": 1}),
        ("pip.conf", "[global]\nindex-url = https://u:secretpw@py.corp.example/simple\nextra-index-url = https://two.example/simple\n",
         {"hub:py-corp-example": 2, "hub:two-example": 3}),
        (".condarc", "channels:\n  - https://conda.corp.example/main\nchannel_alias: https://alias.example\n",
         {"hub:conda-corp-example": 2, "hub:alias-example": 3}),
        ("bunfig.toml", '[install]\nregistry = "https://bun.example"\n', {"hub:bun-example": 2}),
        ("daemon.json", '{"registry-mirrors": ["https://mirror.example"]}', {"hub:mirror-example": 1}),
        (".env", "HF_ENDPOINT=https://models.example.cn\n", {"hub:models-example-cn": 1}),
        ("Dockerfile", "FROM a\nENV PIP_INDEX_URL=https://py.example/simple\n", {"hub:py-example": 2}),
        ("run.sh", "# HF_ENDPOINT=https://no.example\nexport HF_ENDPOINT=${HF_ENDPOINT:-https://yes.example}\n", {"hub:yes-example": 2}),
        ("app.py", 'os.environ["HF_ENDPOINT"] = "https://models.example"\n', {"hub:models-example": 1}),
        ("k8s.yaml", "env:\n- name: HF_ENDPOINT\n  value: https://models.example\n", {"hub:models-example": 3}),
        ("compose.yaml", "services:\n a:\n  environment:\n   - UV_INDEX_URL=https://py.example\n", {"hub:py-example": 4}),
        ("app.py", 'os.environ.setdefault("HF_ENDPOINT", "https://models.example")\n', {"hub:models-example": 1}),
        ("ci.yaml", "env:\n  PYTORCH_WHEEL_URL: https://wheels.example/cu118\n", {"hub:wheels-example": 2}),
        (".env", "PIP_FIND_LINKS=https://links.example/torch.html\n", {"hub:links-example": 1}),
        ("app.py", '"""Set HF_ENDPOINT=https://no.example first."""\nHF_ENDPOINT = "https://models.example"\n', {"hub:models-example": 2}),
        ("notes.ipynb", '{"cells": [{"source": ["%env HF_ENDPOINT=https://models.example\\n"]}]}', {"hub:models-example": 1}),
        ("setup.bat", "set PIP_MIRROR=https://mirror.example/pypi/simple\n", {"hub:mirror-example": 1}),
        ("uv.toml", '[[index]]\nname = "own"\nurl = "https://uv.example/simple"\n', {"hub:uv-example": 3}),
        ("registries.yaml", 'mirrors:\n  docker.io:\n    endpoint:\n      - "https://images.example"\n', {"hub:images-example": 4}),
        (".terraformrc", 'provider_installation {\n  network_mirror { url = "https://tf.example/" }\n}\n', {"hub:tf-example": 2}),
        ("Dockerfile", "FROM a\nRUN npm config set registry https://node.example && go env -w GOPROXY=https://go.example,direct\n",
         {"hub:node-example": 2, "hub:go-example": 2}),
        ("setup.sh", "pip config set global.index-url https://py.example/simple\npoetry source add --priority=primary own https://po.example/\n"
         "# yarn config set registry https://no.example\nconda config --add channels https://conda.example/main\n",
         {"hub:py-example": 1, "hub:po-example": 2, "hub:conda-example": 4}),
        ("Dockerfile", "RUN sed -i 's@//old.example@//near.example@g' /etc/apt/sources.list\n", {"hub:near-example": 1}),
        ("Dockerfile", "RUN sed -i 's#http://old.example#https://near.example#g' /etc/apt/sources.list\n", {"hub:near-example": 1}),
        ("Dockerfile", r"RUN sed -i 's/old\.example/near.example/g' /etc/apk/repositories" + "\n", {"hub:near-example": 1}),
        ("Dockerfile", "RUN sed -i 's/old.example/near.example/g' /app/config.ini\n", {}),
        ("app.py", "run('npm config set registry https://npm.example')\n", {}),
        ("app.py", "print('HF_ENDPOINT', 'https://models.example')\nurl = 'https://x.example'\n", {}),
        ("run.sh", "export MY_HF_ENDPOINT_X=https://x.example\n", {}),
    ],
)  # fmt: skip
def test_that_a_mirror_is_a_hub_at_its_line(tmp_path, path, text, found):
    draft = read(tmp_path, {path: text}, SOURCE)
    assert {target for source, _, target in edges(draft) if source == SYSTEM} == set(found)
    assert {each: relation(draft, SYSTEM, each).evidence[0].line for each in found} == found


def test_that_secrets_of_registries_are_reported_and_never_kept(tmp_path):
    draft = read(
        tmp_path, {".npmrc": NPMRC, "pip.conf": "[global]\nindex-url = https://u:secretpw@py.example/simple\n"}, SOURCE
    )
    assert list(draft.problems) == [(".npmrc", 4, "The registry's “_authToken” is a literal secret.")]
    assert not [word for word in ("abcdef0123", "secretpw") if word in str(draft.components) + str(draft.relations)]
