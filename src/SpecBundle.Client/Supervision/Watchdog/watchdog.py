"""specbundle-watchdog: starts a server, and sees that nothing of it outlives the one who wanted it.

    python3 -I -S -c TEXT [--tag TAG] [--secret PATH] [--lease exclusive|shared PATH HOLDER]... -- PROGRAM ARGUMENT...

Linux, Python 3.8 or newer, its standard library alone.

Standard input is the lifeline:
    the first line is the NONCE, which nothing of the server's can know: it is in no argument and in no environment;
    with --secret, the next is what that file is to hold (mode 600, in a folder of its own that is made for it);
    a line with a number stops the server: SIGTERM, so many seconds of grace, SIGKILL. A later one can only shorten it;
    its end stops the server with a second of grace, and cuts to a second a grace that runs.
Standard output and error are the server's. Standard output has these lines beside, each after "specbundle-NONCE ":
    lease-taken PATH        another holds that lease: nothing was started; exit code 75
    refused REASON<TAB>REMEDY
                            a lease or the secret file could not be had: nothing was started; exit code 1
    leases-held             all of them are held
    server-process PID      the server's first process
    server-stuck PID...     these do not end though they were killed, as a process in uninterruptible sleep; the watchdog
                            stays with them, and keeps the leases
    server-end exit|signal NUMBER [forced]
                            the last line, when nothing is left: how the first process ended, and whether it took the
                            watchdog's SIGKILL
Whoever has a hand in the server's output, a client whose text it logs say, can't write them. The exit code is the server's, or 128 and the number of the signal that ended it.

Two processes watch, each of them ending everything when the other is gone: the guardian, which is started, and its
child, the warden, which starts the server. Both are subreapers, so whatever descends from the server comes back to
them when its parent dies, whatever session, group, name or environment it has given itself. The server's first process
is killed by the kernel when the warden is gone.

A lease is a lock (flock) on a file, held by both watchdogs and by the server's first process; nobody gives it back but
the kernel, when the last of them is gone. HOLDER is a JSON object on one line, told to those who find it taken.
"""
import ctypes
import errno
import fcntl
import os
import select
import signal
import sys
import time

GRACE_AFTER_CRASH = 1.0  # seconds between SIGTERM and SIGKILL where nobody waits for a drain
GRACE_OF_ORPHANS = 0.25  # what the server's first process leaves, a resource tracker say, has time to tidy up
LEASE_PATIENCE = 0.3  # one who looks whether a lease is free holds it for a moment
TAKE_OVER = 5.0  # a warden that does not end so long after the lifeline's end is stuck
STUCK = 3.0  # what was killed so long ago is in the kernel's hands
SLOWEST_ROUND = 0.5
LEASE_TAKEN = 75

PR_SET_PDEATHSIG, PR_SET_NAME, PR_SET_CHILD_SUBREAPER = 1, 15, 36
PIDFD_SEND_SIGNAL, PIDFD_OPEN = 424, 434  # by number: Python has them since 3.9
LIBC = ctypes.CDLL(None, use_errno=True)
LIBC.syscall.restype = ctypes.c_long


def prctl(option, value):
    LIBC.prctl(ctypes.c_int(option), value, ctypes.c_ulong(0), ctypes.c_ulong(0), ctypes.c_ulong(0))


def say(line, descriptor=1):
    try:
        os.write(descriptor, line + b"\n")
    except OSError:
        pass  # nobody reads any more


def complain(text):
    """A line of the log."""
    say(("specbundle-watchdog: " + text).encode(errors="surrogateescape"), 2)


class Report:
    """The lines beside the server's."""

    def __init__(self, nonce):
        self._start = b"\nspecbundle-" + nonce + b" "  # on a line of its own also where the server's last one has no end

    def tell(self, line):
        say(self._start + line.encode(errors="surrogateescape"))


class Refusal(Exception):
    """Nothing is started, because of a REASON that has a REMEDY."""

    def __init__(self, reason, error, remedy):
        texts = ("%s: %s" % (reason, error.strerror or error), remedy)
        super().__init__("refused " + "\t".join(" ".join(text.split()) for text in texts))


class Options:
    def __init__(self, arguments):
        self.tag, self.secret, self.leases = None, None, []
        arguments = list(arguments)
        while True:
            name = arguments.pop(0)
            if name == "--":
                break
            if name == "--tag":
                self.tag = arguments.pop(0)
            elif name == "--secret":
                self.secret = arguments.pop(0)
            elif name == "--lease":
                self.leases.append(Lease(arguments.pop(0) == "shared", arguments.pop(0), arguments.pop(0)))
            else:
                raise SystemExit("specbundle-watchdog: what is " + name + "?")
        self.command = arguments


class Lease:
    def __init__(self, is_shared, path, holder):
        self.is_shared, self.path, self.holder, self.descriptor = is_shared, path, holder, None

    def take(self):
        """Whether it is held now."""
        try:
            return self._take()
        except OSError as error:
            raise Refusal("The lease of a GPU, %s, can't be taken" % self.path, error, "Have the file and its folder mended, or name another folder in SPECBUNDLE_LEASES, for all who share the GPUs.")

    def _take(self):
        until = time.monotonic() + LEASE_PATIENCE
        while not self._try():
            if time.monotonic() >= until:
                return False
            time.sleep(0.02)
        return True

    def tell(self, watchdog, server):
        """Writes who holds it."""
        start = self.holder.rstrip()[:-1]
        comma = "" if start.rstrip().endswith("{") else ","
        line = '%s%s"watchdog":%d,"server":%d}\n' % (start, comma, watchdog, server)
        try:
            os.write(self.descriptor, line.encode(errors="surrogateescape"))
        except OSError:
            pass  # another user's file: the lock holds all the same

    def _try(self):
        descriptor = self._open()
        if self._lock(descriptor) and self._is_at_path(descriptor):
            self.descriptor = descriptor
            return True
        os.close(descriptor)
        return False

    def _lock(self, descriptor):
        # What is written is of holders that are gone, as far as nobody else holds it.
        if lock(descriptor, fcntl.LOCK_EX):
            try:
                os.ftruncate(descriptor, 0)
            except OSError:
                pass
            return not self.is_shared or lock(descriptor, fcntl.LOCK_SH)
        return self.is_shared and lock(descriptor, fcntl.LOCK_SH)

    def _is_at_path(self, descriptor):
        """Not so where somebody tidied the folder up meanwhile."""
        try:
            return os.path.samestat(os.fstat(descriptor), os.stat(self.path))
        except OSError:
            return False

    def _open(self):
        flags = os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
        while True:
            try:
                return os.open(self.path, os.O_RDWR | flags)
            except PermissionError:
                return os.open(self.path, os.O_RDONLY | flags)
            except FileNotFoundError:
                self._make(flags)

    def _make(self, flags):
        # Apart from the opening of a file that is there: in a folder for all, that may not be asked to create another's.
        folder = os.path.dirname(self.path)
        if not os.path.isdir(folder):
            try:
                os.makedirs(folder)
                os.chmod(folder, 0o1777)
            except FileExistsError:
                pass
        try:
            descriptor = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_EXCL | flags, 0o666)
        except FileExistsError:
            return
        os.fchmod(descriptor, 0o666)
        os.close(descriptor)


def lock(descriptor, kind):
    try:
        fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
        return True
    except OSError as error:
        if error.errno not in (errno.EWOULDBLOCK, errno.EACCES, errno.EINTR):
            raise
        return False


class Secret:
    def __init__(self, path):
        self.path = path

    def write(self, line):
        try:
            self._write(line)
        except OSError as error:
            folder = os.path.dirname(os.path.dirname(self.path))
            raise Refusal("The server's API key can't be written to the folder for temporary files, %s" % folder, error, "Name a folder in TMPDIR that can be written to and has room.")

    def _write(self, line):
        mask = os.umask(0o077)
        os.mkdir(os.path.dirname(self.path))
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
        os.write(descriptor, line + b"\n")
        os.close(descriptor)
        os.umask(mask)

    def remove(self):
        for remove, path in (os.unlink, self.path), (os.rmdir, os.path.dirname(self.path)):
            try:
                remove(path)
            except OSError:
                pass


class Family:
    """Every process that descends from this one."""

    def __init__(self, report, first=None):
        self.first, self.status, self.was_forced = first, None, False
        self._report, self._told, self._round, self._told_stuck = report, set(), 0.01, False

    def bury(self):
        """Whether any is left. None is left without a child of this process: orphans become its children."""
        while True:
            try:
                process, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if process == 0:
                return True
            if process == self.first:
                self.status = status

    def end(self, limit):
        """One round: SIGTERM to those who have not had it, or past the limit SIGKILL to all. The seconds until the next."""
        left = limit - time.monotonic()
        began = time.monotonic()
        living = self._living()
        if left > 0:
            for process in living:
                if process not in self._told:
                    self._told.add(process)
                    send(process, signal.SIGTERM)
                    send(process, signal.SIGCONT)
            # Newcomers alone need the next round, and looking at a machine full of processes takes a while.
            return min(left, 0.1 + 4 * (time.monotonic() - began))
        self.was_forced |= self.first is not None and self.status is None
        for process in living:
            send(process, signal.SIGKILL)
        if left < -STUCK and not self._told_stuck:
            self._told_stuck = True
            stuck = " ".join(str(process) for process, _ in living)
            complain("killed, and still there (uninterruptible sleep, as under a driver that hangs?): " + stuck)
            self._report.tell("server-stuck " + stuck)
        self._round = min(self._round * 1.5, SLOWEST_ROUND)
        return self._round

    def _living(self):
        """Process ids with their start times, parents first."""
        children = {}
        for name in os.listdir("/proc"):
            if name.isdigit():
                found = look(int(name))
                if found:
                    parent, start = found
                    children.setdefault(parent, []).append((int(name), start))
        living = children.get(os.getpid(), [])
        for process, _ in living:
            living.extend(children.get(process, ()))
        return living


def look(process):
    """The parent and the start time of a process that is alive."""
    try:
        with open("/proc/%d/stat" % process, "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
    except OSError:
        return None
    return None if not fields or fields[0] in b"ZX" else (int(fields[1]), fields[19])


def send(process, number):
    """A signal to that process alone, never to a later one of the same id."""
    identity, start = process
    handle = LIBC.syscall(ctypes.c_long(PIDFD_OPEN), ctypes.c_int(identity), ctypes.c_uint(0))
    try:
        found = look(identity)
        if found is None or found[1] != start:
            return
        if handle >= 0:
            LIBC.syscall(ctypes.c_long(PIDFD_SEND_SIGNAL), ctypes.c_int(handle), ctypes.c_int(number), None, ctypes.c_uint(0))
        else:
            os.kill(identity, number)
    except OSError:
        pass
    finally:
        if handle >= 0:
            os.close(handle)


class Alarm:
    """Wakes a poll when a child ends or, in the warden, when the guardian is gone."""

    def __init__(self):
        self.descriptor, self._write = os.pipe()
        os.set_blocking(self.descriptor, False)
        os.set_blocking(self._write, False)
        signal.set_wakeup_fd(self._write, warn_on_full_buffer=False)
        self._poll = select.poll()
        self._poll.register(self.descriptor, select.POLLIN)

    def watch(self, descriptor, events):
        self._poll.register(descriptor, events)

    def forget(self, descriptor):
        self._poll.unregister(descriptor)

    def wait(self, seconds):
        """The events by descriptor; without a number of seconds it sleeps until there is one."""
        events = dict(self._poll.poll(None if seconds is None else max(0, int(seconds * 1000) + 1)))
        if events.pop(self.descriptor, None):
            try:
                os.read(self.descriptor, 4096)
            except BlockingIOError:
                pass
        return events


class Lifeline:
    """The other end is the one who wants the server."""

    def __init__(self, alarm):
        self.is_open, self._alarm, self._text = True, alarm, b""
        alarm.watch(0, select.POLLIN)

    def line(self):
        """A line that has come, or None."""
        line, end, rest = self._text.partition(b"\n")
        if not end:
            return None
        self._text = rest
        return line

    def wait(self, seconds):
        if self._alarm.wait(seconds).get(0):
            try:
                text = os.read(0, 65536)
            except OSError:
                text = b""
            self._text += text
            if not text:
                self.is_open = False
                self._alarm.forget(0)


class Warden:
    """Starts the server, and ends it when it is told to, or when nobody is left who would."""

    def __init__(self, options, report, guardian):
        self._options, self._report, self._guardian = options, report, guardian
        self._secret = Secret(options.secret) if options.secret else None
        self._lifeline = Lifeline(Alarm())

    def run(self):
        """The exit code."""
        try:
            if self._secret is not None and not self._write_secret():
                return 1
            self._lifeline.wait(0)
            if not self._is_wanted():
                return 1
            family = Family(self._report, self._start())
            limit = float("inf")
            while family.bury():
                limit = min(limit, self._limit(family))
                self._lifeline.wait(None if limit == float("inf") else family.end(limit))
        except Refusal as refusal:
            self._report.tell(str(refusal))
            return 1
        finally:
            if self._secret is not None:
                self._secret.remove()
        return tell_end(self._report, family.status, family.was_forced)

    def _is_wanted(self):
        return self._lifeline.is_open and os.getppid() == self._guardian

    def _write_secret(self):
        while True:
            line = self._lifeline.line()
            if line is not None:
                self._secret.write(line)
                return True
            if not self._is_wanted():
                return False
            self._lifeline.wait(None)

    def _limit(self, family):
        """When to kill, by what has been heard since it was last asked."""
        limit = float("inf")
        line = self._lifeline.line()
        while line is not None:
            limit = min(limit, seconds_of(line))
            line = self._lifeline.line()
        if not self._is_wanted():
            limit = min(limit, GRACE_AFTER_CRASH)
        if family.status is not None:
            limit = min(limit, GRACE_OF_ORPHANS)
        return time.monotonic() + limit

    def _start(self):
        # Held at a pipe until everything is told: what it says comes after, and a lease names it.
        gate, opener = os.pipe()
        warden = os.getpid()
        server = os.fork()
        if server == 0:
            os.close(opener)
            become_server(self._options, gate, warden)
        os.close(gate)
        for lease in self._options.leases:
            lease.tell(self._guardian, server)
        if self._options.leases:
            self._report.tell("leases-held")
        self._report.tell("server-process %d" % server)
        os.write(opener, b"!")
        os.close(opener)
        return server


def seconds_of(line):
    try:
        seconds = float(line)
    except ValueError:
        return GRACE_AFTER_CRASH
    return seconds if seconds >= 0 else 0.0


def become_server(options, gate, warden):
    try:
        prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGKILL))
        if os.getppid() != warden:
            os._exit(1)  # killed before the kernel was asked to tell
        os.setsid()
        signal.set_wakeup_fd(-1)
        for number in range(1, signal.NSIG):
            try:
                signal.signal(number, signal.SIG_DFL)
            except (OSError, ValueError):
                pass  # SIGKILL, SIGSTOP and those that the C library keeps
        signal.pthread_sigmask(signal.SIG_SETMASK, ())
        if not os.read(gate, 1):
            os._exit(1)
        nothing = os.open("/dev/null", os.O_RDONLY)
        os.dup2(nothing, 0)
        for lease in options.leases:
            os.set_inheritable(lease.descriptor, True)
        os.execvpe(options.command[0], options.command, environment_for(options))
    except OSError as error:
        complain("%s can't be started: %s" % (options.command[0], error.strerror))
        os._exit(127 if error.errno == errno.ENOENT else 126)
    finally:
        os._exit(126)


def environment_for(options):
    environment = dict(os.environ)
    # Where the locale is C, Python sets it for itself and for what it starts.
    with open("/proc/self/environ", "rb") as file:
        if not any(variable.startswith(b"LC_CTYPE=") for variable in file.read().split(b"\0")):
            environment.pop("LC_CTYPE", None)
    if options.tag:
        environment["SPECBUNDLE_SESSION"] = options.tag
    return environment


def tell_end(report, status, was_forced):
    """The exit code that says how the server ended."""
    if status is None:
        status = signal.SIGKILL  # ended by the kernel, with the warden
    by_signal = os.WIFSIGNALED(status)
    number = os.WTERMSIG(status) if by_signal else os.WEXITSTATUS(status)
    report.tell("server-end %s %d%s" % ("signal" if by_signal else "exit", number, " forced" if was_forced else ""))
    return 128 + number if by_signal else number


def guard(warden, alarm, options, report):
    """Waits for the warden; where that is gone before its work is done, does it."""
    family = Family(report, warden)
    alarm.watch(0, 0)  # its end alone: what comes through the lifeline is the warden's
    hung_up = None
    while family.bury() and family.status is None:
        left = None if hung_up is None else hung_up + TAKE_OVER - time.monotonic()
        if left is not None and left <= 0:
            os.kill(warden, signal.SIGKILL)  # not reaped yet, so the id is still its own
            left = SLOWEST_ROUND
        if alarm.wait(left).get(0):
            alarm.forget(0)
            hung_up = time.monotonic()
    limit = time.monotonic() + GRACE_AFTER_CRASH
    orphans = Family(report)
    while orphans.bury():
        alarm.wait(orphans.end(limit))
    if options.secret:
        Secret(options.secret).remove()
    return os.WEXITSTATUS(family.status) if os.WIFEXITED(family.status) else tell_end(report, None, False)


def prepare():
    if not os.path.exists("/proc/self/stat"):
        raise SystemExit("specbundle-watchdog: /proc is not mounted, so what the server starts could not be ended. Mount it.")
    try:
        os.setsid()  # hears no Ctrl-C that is meant for the app
    except OSError:
        pass  # it leads a group already
    for name in os.listdir("/proc/self/fd"):
        if int(name) > 2:
            try:
                os.close(int(name))
            except OSError:
                pass
    ignored = signal.SIGHUP, signal.SIGINT, signal.SIGTERM, signal.SIGQUIT, signal.SIGUSR2, signal.SIGTSTP, signal.SIGTTIN, signal.SIGTTOU
    for number in ignored:
        signal.signal(number, signal.SIG_IGN)
    for number in signal.SIGCHLD, signal.SIGUSR1:
        signal.signal(number, lambda *_: None)
    prctl(PR_SET_NAME, ctypes.c_char_p(b"spec-watchdog"))


def entitle(options):
    """Shows in a list of processes what is watched, where this whole text would stand."""
    title = os.fsencode(" ".join(["specbundle-watchdog", "--"] + options.command))
    with open("/proc/self/stat", "rb") as file:
        start, end = (int(field) for field in file.read().rpartition(b")")[2].split()[45:47])
    if 0 < start < end - len(title) - 1:
        # With no zero at its very end, the kernel takes what was the arguments for a title.
        ctypes.memmove(start, title.ljust(end - start - 1, b"\0") + b" ", end - start)


def first_line():
    line = b""
    while not line.endswith(b"\n"):
        byte = os.read(0, 1)  # the rest is the warden's
        if not byte:
            raise SystemExit(1)  # nobody is left who wants a server
        line += byte
    return line[:-1]


def main():
    options = Options(sys.argv[1:])
    prepare()
    entitle(options)
    prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1))
    report = Report(first_line())
    for lease in options.leases:
        try:
            is_held = lease.take()
        except Refusal as refusal:
            report.tell(str(refusal))
            return 1
        if not is_held:
            report.tell("lease-taken " + lease.path)
            return LEASE_TAKEN
    guardian = os.getpid()
    alarm = Alarm()
    warden = os.fork()
    if warden != 0:
        return guard(warden, alarm, options, report)
    # Neither the guardian's pipe is the warden's, where each would eat the other's alarms, nor is its place as a subreaper.
    prctl(PR_SET_CHILD_SUBREAPER, ctypes.c_ulong(1))
    warden = Warden(options, report, guardian)
    prctl(PR_SET_PDEATHSIG, ctypes.c_ulong(signal.SIGUSR1))
    return warden.run()


sys.exit(main())
