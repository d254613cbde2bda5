import SwarmCore

/// Sales by region and month: what could be read, and why the rest could not.
struct SalesSheet {
    struct Cell: Hashable {
        let region: Int
        let month: Int
        var amount: Figure
    }

    struct Dropped: Hashable {
        /// The row's text, 60 characters at most.
        let row: String
        let reason: String
    }

    static let mostRows = 10_000
    private static let mostRegions = 40
    private static let mostMonths = 36

    /// In the order they first came, spelled as they first were.
    private(set) var regions: [String] = []
    /// In the order of time.
    private(set) var months: [Period] = []
    /// One for each region and month with sales; regions in their order, months in theirs.
    private(set) var cells: [Cell] = []
    private(set) var rowsRead = 0
    private(set) var dropped: [Dropped] = []

    var rowsKept: Int { rowsRead - dropped.count }

    init(_ value: JSONValue?) {
        var sums: [(region: Int, period: Period, amount: Figure)] = []
        var places: [String: Int] = [:]
        for row in SalesReader.rows(value) {
            rowsRead += 1
            switch row {
            case .failure(let reason): dropped.append(reason)
            case .success(let sale):
                let key = sale.region.lowercased()
                let isKnown = places[key] != nil
                if !isKnown, regions.count == Self.mostRegions {
                    dropped.append(
                        Dropped(
                            row: sale.region, reason: "more than \(Self.mostRegions) regions"))
                    continue
                }
                let place = places[key] ?? regions.count
                if !isKnown {
                    places[key] = place
                    regions.append(sale.region)
                }
                sums.append((place, sale.period.month, sale.amount))
            }
        }
        fill(from: sums)
    }

    private mutating func fill(from sums: [(region: Int, period: Period, amount: Figure)]) {
        let all = Set(sums.map(\.period)).sorted {
            ($0.order, $0.unit.rawValue) < ($1.order, $1.unit.rawValue)
        }
        let cut = all.count - Self.mostMonths
        months = Array(all.suffix(Self.mostMonths))
        let places = Dictionary(uniqueKeysWithValues: months.enumerated().map { ($1, $0) })
        var totals: [Int: Figure] = [:]
        for sum in sums {
            guard let month = places[sum.period] else {
                dropped.append(
                    Dropped(
                        row: "\(regions[sum.region]), \(sum.period.label)",
                        reason:
                            "older than the last \(Self.mostMonths) of \(cut + Self.mostMonths) periods"
                    ))
                continue
            }
            let key = sum.region * Self.mostMonths + month
            totals[key] = (totals[key] ?? .zero) + sum.amount
        }
        cells = totals.keys.sorted().map { key in
            Cell(
                region: key / Self.mostMonths, month: key % Self.mostMonths,
                amount: totals[key] ?? .zero)
        }
    }

    var total: Figure { cells.map(\.amount).sum }

    /// By place in `regions`.
    var totalsByRegion: [Figure] {
        var totals = [Figure](repeating: .zero, count: regions.count)
        for cell in cells { totals[cell.region] = totals[cell.region] + cell.amount }
        return totals
    }

    /// By place in `months`.
    var totalsByMonth: [Figure] {
        var totals = [Figure](repeating: .zero, count: months.count)
        for cell in cells { totals[cell.month] = totals[cell.month] + cell.amount }
        return totals
    }

    /// The change of a region from the first month to the last in percent, to one place; nil from nothing.
    func growth(of region: Int) -> Double? {
        guard months.count > 1 else { return nil }
        func amount(_ month: Int) -> Figure {
            cells.first { $0.region == region && $0.month == month }?.amount ?? .zero
        }
        let (first, last) = (amount(0), amount(months.count - 1))
        return first > .zero ? Figure.percent(last - first, of: first) : nil
    }

    /// How many months between the first and the last have no sales at all.
    var gaps: Int {
        guard let first = months.first, let last = months.last, first.unit == last.unit else {
            return 0
        }
        var (period, count) = (first, 1)
        while period != last, count <= 600 {
            period = period.next
            count += 1
        }
        return period == last ? count - months.count : 0
    }
}
