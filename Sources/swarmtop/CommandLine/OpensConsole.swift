/// A command that takes the terminal over, and so runs under a parent that can give it back.
protocol OpensConsole {
    /// False when its options ask for something else.
    var opensConsole: Bool { get }
}

extension ConsoleCommand: OpensConsole {
    var opensConsole: Bool { screenshot == nil && !writesLines }
}

extension DemoCommand: OpensConsole {
    var opensConsole: Bool { name != nil && !plain && !json }
}

extension ReplayCommand: OpensConsole {
    var opensConsole: Bool { !events }
}
