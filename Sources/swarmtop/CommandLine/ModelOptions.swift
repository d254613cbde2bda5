import ArgumentParser
import ModelAgents
import SwarmCore

/// Where and at what price models are called.
struct ModelOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Let models do the agents' work: NAME, SMALL,LARGE, or NAME@URL for a server of your own. "
                + "Keys are read from OPENAI_API_KEY and ANTHROPIC_API_KEY.",
            valueName: "name"))
    var model: String?

    @Option(
        help: ArgumentHelp(
            "Prices in LiteLLM's format, over the built-in ones.", valueName: "file"),
        completion: .file(extensions: ["json"]))
    var prices: String?

    @Option(
        help: ArgumentHelp("Dollars all model calls of a day may cost.", valueName: "dollars"))
    var budget: String?

    @Option(
        help: ArgumentHelp("Record every answer of a model.", valueName: "file"),
        completion: .file())
    var record: String?

    @Option(
        help: ArgumentHelp(
            "Answer model calls from a recording; what is not in it fails.", valueName: "file"),
        completion: .file())
    var cassette: String?

    func validate() throws {
        if record != nil, cassette != nil {
            throw ValidationError("Choose one of --record and --cassette.")
        }
        if let budget, Money(definition: budget) == nil {
            throw ValidationError("--budget takes dollars, e.g. --budget 2.50; not \"\(budget)\".")
        }
    }
}
