import SwarmCore

extension OfflineReview {
    /// From which side a reviewer looks, by its skills.
    enum Side: CaseIterable {
        case figures, message, measures, people, language

        fileprivate func isOf(_ skill: String) -> Bool {
            let family = SkillFamily(of: skill)
            return switch self {
            case .figures:
                family == .finance || ["sales_forecasting", "data_cleaning"].contains(skill)
            case .message: family == .marketing
            case .measures:
                family == .analytics || ["regional_analysis", "chart_generation"].contains(skill)
            case .people:
                family == .support
                    || ["emotion_detection", "empathy_response", "human_handoff", "policy_lookup"]
                        .contains(skill)
            case .language:
                ["fact_checking", "long_form_content", "clarity", "executive_summary"]
                    .contains(skill)
            }
        }
    }

    /// What the reviewer's own skills make it look at.
    func own(_ view: ProductView) -> [Finding] {
        Side.allCases.filter { side in reviewer.skills.contains { side.isOf($0.name) } }
            .prefix(2)
            .flatMap { side in
                switch side {
                case .figures: figures(view)
                case .message: message(view)
                case .measures: measures(view)
                case .people: people(view)
                case .language: language(view)
                }
            }
    }

    // MARK: Finance

    private func figures(_ view: ProductView) -> [Finding] {
        let sums = sums(view)
        let wrong = sums.filter { !$0.holds }.map(\.name)
        let negative = product.members.contains { member in
            let mayBe = ["score", "reading_ease"].contains(member.key)
            return !mayBe && (member.value.double ?? 0) < 0
        }
        return [
            Finding(
                weight: 4, mark: wrong.isEmpty ? 1 : 0,
                remedy: "\(wrong.first ?? "") does not add up to its total",
                praise: sums.isEmpty ? "no sums to check" : "the sums are right"),
            Finding(
                weight: 2, mark: view.figures.count < 3 || isGrounded ? 1 : 0.7,
                remedy: "say where the figures come from", praise: "the figures have a basis"),
            Finding(
                weight: 2, mark: negative ? 0 : 1, remedy: "an amount is below 0",
                praise: "no amount below 0"),
        ]
    }

    private var isGrounded: Bool {
        ["basis", "data_note", "limits", "summary", "reason", "caption"].contains { name in
            product[name]?.string?.isEmpty == false
        }
    }

    /// Objects of amounts beside a total of theirs: `breakdown` beside `allocated`, `totals` beside `total`.
    private func sums(_ view: ProductView) -> [(name: String, holds: Bool)] {
        let totals = ["total", "allocated"].compactMap { product[$0]?.double }
        guard let total = totals.first else { return [] }
        return ["breakdown", "totals", "by_month"].compactMap { name in
            guard let parts = product[name]?.object, !parts.isEmpty else { return nil }
            let sum = parts.members.reduce(0) { $0 + ($1.value.double ?? .infinity) }
            return (name, abs(sum - total) <= 1)
        }
    }

    // MARK: Marketing

    private func message(_ view: ProductView) -> [Finding] {
        let audience = ["audience", "target_audience", "customer"].lazy
            .compactMap { PlainText.line(brief.data[$0], most: 60)?.lowercased() }.first
        let actions = [
            "call_to_action", "next_steps", "recommendation", "suggested_action", "steps",
            "sections", "key_points", "title", "chart_text", "rule", "tone", "respond_within",
            "kpis", "risk_level", "escalation_path", "trend", "totals",
        ]
        let hasAction = actions.contains { name in
            product[name].map { $0 != .null && $0 != "" && $0 != [] } ?? false
        }
        return [
            Finding(
                weight: 2, mark: audience.map { view.text.contains($0) ? 1 : 0.6 } ?? 1,
                remedy: "say to whom it speaks\(audience.map { " (“\($0)”)" } ?? "")",
                praise: audience == nil ? "no audience was given" : "speaks to its audience"),
            Finding(
                weight: 3, mark: hasAction ? 1 : 0,
                remedy: "say what the reader should do next", praise: "a next step is named"),
        ]
    }

    // MARK: Analytics

    private func measures(_ view: ProductView) -> [Finding] {
        let inText = view.text.count { $0.isNumber }
        let count = view.figures.count + inText
        let points = DataPoints(product["data_points"])
        let isDrawn =
            product["chart_kind"] != "bar" || points.isEmpty
            || points.points.allSatisfy { view.text.contains($0.value.text) }
        return [
            Finding(
                weight: 3, mark: min(1, 0.6 + 0.1 * Double(count)),
                remedy: "give figures: how many, how much, by when", praise: "figures are given"),
            Finding(
                weight: 2, mark: isDrawn ? 1 : 0.3,
                remedy: "the chart does not show the values it is drawn from",
                praise: "the figures agree with one another"),
        ]
    }

    // MARK: Support

    private static let harsh = [
        "your fault", "your own fault", "not our problem", "calm down", "as i said", "obviously",
        "you should have", "we are not responsible",
    ]

    private func people(_ view: ProductView) -> [Finding] {
        let harsh = Self.harsh.filter { view.text.contains($0) }
        let tone = product["tone"]?.string
        let isSorry = view.text.contains("sorry") || view.text.contains("apolog")
        let fits = tone != "apologetic" || product["body"] == nil || isSorry
        let length = view.sentenceLength
        return [
            Finding(
                weight: 3, mark: harsh.isEmpty ? (fits ? 1 : 0.3) : 0,
                remedy: harsh.first.map { "leave out “\($0)”" }
                    ?? "say sorry: the tone should be \(tone ?? "kind")",
                praise: "the tone fits"),
            Finding(
                weight: 1, mark: max(0.2, min(1, 1.42 - 0.03 * length)),
                remedy: "use shorter sentences (\(Int(length)) words each)",
                praise: "easy to follow"),
        ]
    }

    // MARK: Editors

    private static let placeholders = ["lorem ipsum", "todo", "tbd", "insert here", "xxx"]

    private func language(_ view: ProductView) -> [Finding] {
        let length = view.sentenceLength
        let repeated = view.repeated
        let words = Set(PlainText.words(view.text))
        let open = Self.placeholders.filter {
            $0.contains(" ") ? view.text.contains($0) : words.contains($0)
        }
        let invented = inventedLinks(view)
        return [
            Finding(
                weight: 2, mark: max(0.2, min(1, 1.56 - 0.04 * length)),
                remedy: "use shorter sentences (\(Int(length)) words each)",
                praise: "sentences of good length"),
            Finding(
                weight: 2, mark: max(0, 1 - 0.5 * Double(repeated.count)),
                remedy: "do not say twice: “\(PlainText.cut(repeated.first ?? "", most: 50))”",
                praise: "nothing is said twice"),
            Finding(
                weight: 2, mark: open.isEmpty && invented.isEmpty ? 1 : 0,
                remedy: open.first.map { "“\($0)” is left in it" }
                    ?? "“\(invented.first ?? "")” is not in the task's data: name no source that nobody gave",
                praise: "no source made up"),
        ]
    }

    /// Links in the product that the task does not have; `example.com` is nobody's.
    private func inventedLinks(_ view: ProductView) -> [String] {
        let known = (brief.text.prefix(10_000) + brief.data.jsonText().prefix(50_000)).lowercased()
        return view.text.split { $0.isWhitespace || "\"“”(),;<>".contains($0) }
            .filter { $0.hasPrefix("http://") || $0.hasPrefix("https://") }
            .map { String($0.prefix(80)) }
            .filter { !$0.contains("example.com") && !known.contains($0) }
    }
}
