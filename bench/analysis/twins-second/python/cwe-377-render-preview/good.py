import os
import subprocess
import tempfile


def render(markdown):
    handle, source = tempfile.mkstemp(suffix=".md")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(markdown)
    try:
        done = subprocess.run(["pandoc", source], capture_output=True, check=True)
        return done.stdout
    finally:
        os.unlink(source)


def main():
    print(render("# Title").decode())


if __name__ == "__main__":
    main()
