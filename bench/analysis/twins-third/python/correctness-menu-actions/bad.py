"""Menu of a control room: each device gets entries that act on it."""

import logging
import queue
import threading
import tkinter as tk
from dataclasses import dataclass, field
from enum import Enum
from functools import partial

log = logging.getLogger("control")


class State(Enum):
    OFF = "off"
    ON = "on"
    FAULT = "fault"


@dataclass
class Device:
    number: int
    name: str
    state: State = State.OFF
    history: list = field(default_factory=list)

    def switch(self, state):
        self.history.append((self.state, state))
        self.state = state
        log.info("%s is %s", self.name, state.value)


class Commands(threading.Thread):
    """Carries commands out one after the other, away from the window."""

    def __init__(self):
        super().__init__(daemon=True)
        self.waiting = queue.Queue(maxsize=100)

    def put(self, command):
        try:
            self.waiting.put_nowait(command)
        except queue.Full:
            log.error("too many commands, one dropped")

    def run(self):
        while True:
            command = self.waiting.get()
            try:
                command()
            except Exception:
                log.exception("command failed")
            finally:
                self.waiting.task_done()


class ControlMenu:
    def __init__(self, root, devices, commands):
        self.root = root
        self.devices = devices
        self.commands = commands
        self.bar = tk.Menu(root)
        root.config(menu=self.bar)

    def build(self):
        entries = tk.Menu(self.bar, tearoff=False)
        for device in self.devices:
            entries.add_command(
                label=f"Switch {device.name} on",
                command=lambda: self.commands.put(lambda: device.switch(State.ON)),
            )
        self.bar.add_cascade(label="Devices", menu=entries)
        self.bar.add_command(label="All off", command=self.all_off)

    def all_off(self):
        for device in self.devices:
            if device.state is not State.OFF:
                self.commands.put(partial(device.switch, State.OFF))


def main():
    logging.basicConfig(level=logging.INFO)
    root = tk.Tk()
    root.title("Control room")
    devices = [Device(number, f"pump {number}") for number in range(1, 7)]
    commands = Commands()
    commands.start()
    ControlMenu(root, devices, commands).build()
    root.mainloop()


if __name__ == "__main__":
    main()
