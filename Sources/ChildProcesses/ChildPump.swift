import CSpawn
import SwarmCore
import Synchronization

#if canImport(Glibc)
    import Glibc
#else
    import Darwin
#endif

/// The thread of one program, and what others ask of it. The thread lives until the program's tree is gone.
final class ChildPump: Sendable {
    let launch: ChildLaunch
    let state: Mutex<ChildState>

    init(_ launch: ChildLaunch) {
        self.launch = launch
        state = Mutex(ChildState(launch))
    }

    static func hideThisProcess() { cspawn_hide() }

    func start() {
        let me = Unmanaged.passRetained(self)
        #if canImport(Glibc)
            var thread = pthread_t()
        #else
            var thread: pthread_t?
        #endif
        let problem = pthread_create(&thread, nil, ChildPump.threadBody, me.toOpaque())
        guard problem != 0 else {
            #if canImport(Glibc)
                pthread_detach(thread)
            #else
                if let thread { pthread_detach(thread) }
            #endif
            return
        }
        me.release()
        fail(.resources(errno: problem))
    }

    // MARK: From any thread

    func next(within time: TimeSpan?) async -> ChildProcess.Happening {
        let until = time.map { ContinuousClock.now + .microseconds($0.microseconds) }
        return await withCheckedContinuation { continuation in
            let (before, due) = state.withLock { state in
                let before = state.wait(continuation, until: until)
                let due = state.due(.now)
                state.wakeThread()
                return (before, due)
            }
            before?.resume(returning: .quiet)
            if let (waiter, happening) = due { waiter.resume(returning: happening) }
        }
    }

    func write(_ bytes: [UInt8]) -> Bool {
        state.withLock { state in
            guard state.isInputOpen, !state.closesInput,
                state.waitingInput + bytes.count <= ChildProcess.mostWaitingInput
            else { return false }
            state.add(input: bytes)
            state.wakeThread()
            return true
        }
    }

    func closeInput() {
        state.withLock { state in
            state.closesInput = true
            state.wakeThread()
        }
    }

    func end(grace: TimeSpan) {
        state.withLock { state in
            state.stop(.asked, grace: grace)
            state.tellKeeper()
            state.wakeThread()
        }
    }

    // MARK: On the thread as well

    func fail(_ fault: LaunchFault) {
        state.withLock { state in
            state.status = .notStarted(fault)
            state.finish(isTreeGone: true)
        }
        deliver()
    }

    /// Wakes whoever waits, if there is something to say.
    func deliver() {
        let due = state.withLock { $0.due(.now) }
        if let (waiter, happening) = due { waiter.resume(returning: happening) }
    }

    private static let threadBody:
        @convention(c) (UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? = { argument in
            guard let argument else { return nil }
            Unmanaged<ChildPump>.fromOpaque(argument).takeRetainedValue().run()
            return nil
        }

    private func run() {
        blockSignals()
        do throws(LaunchFault) {
            var loop = try PumpLoop(self)
            loop.run()
        } catch {
            fail(error)
        }
    }

    /// Signals are for other threads; SIGPIPE, which a write here may raise, for nobody.
    private func blockSignals() {
        var all = sigset_t()
        sigfillset(&all)
        pthread_sigmask(SIG_SETMASK, &all, nil)
    }
}
