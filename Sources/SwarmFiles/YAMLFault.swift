import SwarmCore
import Yams

/// The parser's errors in a person's words.
enum YAMLFault {
    static func fault(for error: YamlError, in text: String, file: String?) -> DefinitionFault {
        switch error {
        case .scanner(let context, let problem, let mark, _),
            .parser(let context, let problem, let mark, _),
            .composer(let context, let problem, let mark, _):
            syntax(context, problem, mark, text, file)
        case .duplicatedKeysInMapping(let keys, let context):
            duplicate(keys, context.mark, file: file)
        default:
            DefinitionFault(
                at: .init(file: file), path: "", "the text cannot be read as YAML or JSON",
                hint: "Save it as plain UTF-8.")
        }
    }

    static func duplicate(_ keys: [String], _ mark: Mark, file: String?) -> DefinitionFault {
        let shown = keys.prefix(4).map { key in
            JSONValue.string(String(key.drop { $0 == "\u{E000}" }.prefix(60))).jsonText()
        }
        return DefinitionFault(
            at: .init(file: file, line: mark.line, column: mark.column), path: "",
            "the key \(shown.joined(separator: ", ")) is there twice", hint: "Keep one.")
    }

    private static func syntax(
        _ context: YamlError.Context?, _ problem: String, _ mark: Mark, _ text: String,
        _ file: String?
    ) -> DefinitionFault {
        let scalars = text.unicodeScalars
        let found = index(of: mark, in: scalars).flatMap {
            $0 < scalars.endIndex ? scalars[$0] : nil
        }
        // What was opened and never closed is where it was opened; the parser notices much later.
        let opened = ["flow sequence", "flow mapping", "quoted scalar"]
        if let context, opened.contains(where: context.text.contains) {
            let kind = context.text.replacing("while parsing a ", with: "")
                .replacing("while scanning a ", with: "")
                .replacing("flow sequence", with: "list").replacing("flow mapping", with: "mapping")
            return DefinitionFault(
                at: .init(file: file, line: context.mark.line, column: context.mark.column),
                path: "",
                "the \(kind) that begins here goes wrong at line \(mark.line), column \(mark.column): "
                    + problem,
                hint: "Look for a missing bracket, brace, comma or quote.")
        }
        let (line, column) = found == nil ? end(of: scalars) : (mark.line, mark.column)
        let isDeep = problem.contains("nesting")
        return DefinitionFault(
            at: .init(file: file, line: line, column: column), path: "",
            isDeep ? "nested too deep" : problem, hint: hint(for: problem, found))
    }

    private static func hint(for problem: String, _ found: Unicode.Scalar?) -> String {
        if found == "\t" { return "This is a tab; indent with blanks." }
        for (words, hint) in hints where problem.contains(words) { return hint }
        return "It is neither YAML nor JSON; look at quotes, colons and indentation."
    }

    private static let hints = [
        ("node content", "A value is missing; look for an open bracket, brace or quote before it."),
        ("another document", "Keep one document in a file; take out the second ---."),
        ("mapping values", "Put a text with a colon in quotes."),
        ("undefined alias", "Put a text that begins with * in quotes."),
        ("expected key", "Indent the members of a mapping alike."),
        ("could not find expected ':'", "Write key: value."),
        ("cannot start any token", "Put a text that begins with this character in quotes."),
        ("expected '-' indicator", "Indent the entries of a list alike, each with a dash."),
        ("nesting", "Flatten it."),
    ]

    // MARK: Places

    /// The scalar at a mark, counted as the parser counts; the end for a mark behind the last.
    static func index(
        of mark: Mark, in scalars: String.UnicodeScalarView
    ) -> String.UnicodeScalarView.Index? {
        var found: String.UnicodeScalarView.Index?
        forEachScalar(of: scalars) { _, line, column, index in
            if line == mark.line, column == mark.column { found = index }
            return found == nil
        }
        return found
    }

    /// The place behind the last scalar; the parser counts one line more.
    private static func end(of scalars: String.UnicodeScalarView) -> (line: Int, column: Int) {
        var end = (line: 1, column: 1)
        forEachScalar(of: scalars) { scalar, line, column, _ in
            end = scalar == "\n" || scalar == "\r" ? (line + 1, 1) : (line, column + 1)
            return true
        }
        return end
    }

    /// Calls `body` with each scalar, its line, column and index, until it returns false.
    static func forEachScalar(
        of scalars: String.UnicodeScalarView,
        _ body: (Unicode.Scalar, Int, Int, String.UnicodeScalarView.Index) -> Bool
    ) {
        var line = 1
        var column = 1
        var previous: Unicode.Scalar = " "
        for index in scalars.indices {
            let scalar = scalars[index]
            guard body(scalar, line, column, index) else { return }
            switch scalar {
            case "\n" where previous == "\r": column = 1
            case "\n", "\r", "\u{85}", "\u{2028}", "\u{2029}":
                line += 1
                column = 1
            default: column += 1
            }
            previous = scalar
        }
    }
}
