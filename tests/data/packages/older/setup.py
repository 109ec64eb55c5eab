from setuptools import setup

VERSION = "1.0"
COMMON = ["numpy>=1.20"]

setup(
    name="older",
    install_requires=[
        "scipy==1.11.4",
        "pandas",
        open("x").read(),
    ],
    extras_require={
        "test": ["pytest>=7"],
        "gpu": COMMON,
        "all": sum([], []),
    },
)
