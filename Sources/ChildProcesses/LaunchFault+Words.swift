extension LaunchFault {
    /// What went wrong and what to do about it, without a full stop.
    public var words: String {
        switch self {
        case .notFound(let name):
            "there is no program \(PlainLine.of(name, most: 80)) in PATH; write its whole path"
        case .badText: "an argument or variable holds a NUL or is empty; take it out"
        case .folder(let path, let errno):
            "its folder \(PlainLine.of(path, most: 80)) cannot be entered: \(Self.reason(errno))"
        case .program(let path, let errno):
            "\(PlainLine.of(path, most: 80)) cannot be run: \(Self.reason(errno))"
        case .resources(let errno): "no process could be started: \(Self.reason(errno))"
        }
    }

    private static func reason(_ errno: Int32) -> String {
        switch errno {
        case 2: "it is not there"
        case 7: "its arguments are too long; give it the task as input instead"
        case 8: "it is no program; a script begins with a line such as #!/bin/sh"
        case 13: "that is not allowed; make it executable"
        case 11, 12: "the system has no room for it now"
        case 24: "too many files are open"
        default: "error \(errno)"
        }
    }
}
