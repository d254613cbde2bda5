/// The dots of big letters: five rows, and a sixth for what hangs below the line.
enum BlockFont {
    /// One letter, a column of dots after another.
    struct Dots: Sendable {
        let width: Int
        /// Bit y of entry x: row y from above.
        private let columns: [UInt8]

        /// Rows from above, `#` for a dot.
        init(_ rows: String) {
            let rows = rows.split(separator: "/").map { Array($0) }
            width = rows.map(\.count).max() ?? 0
            var columns = [UInt8](repeating: 0, count: width)
            for (y, row) in rows.prefix(6).enumerated() {
                for (x, dot) in row.enumerated() where dot == "#" { columns[x] |= 1 << UInt8(y) }
            }
            self.columns = columns
        }

        subscript(x: Int, y: Int) -> Bool {
            columns.indices.contains(x) && y < 6 && columns[x] >> UInt8(y) & 1 == 1
        }
    }

    /// The letters of a text as the sanitiser shows it, one after another.
    static func dots(of text: String) -> some Sequence<Dots> {
        Sanitiser.symbols(of: text).lazy.map { dots(of: $0) }
    }

    static func dots(of symbol: Symbol) -> Dots {
        Unicode.Scalar(symbol.base).flatMap { letters[Character($0)] } ?? unknown
    }

    private static let unknown = Dots("/##/##/##")

    private static let letters: [Character: Dots] = {
        var letters: [Character: Dots] = [" ": Dots("..")]
        for line in (capitals + small + figures + signs).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard let name = parts.first?.first, parts.count == 2 else { continue }
            letters[name] = Dots(String(parts[1]))
        }
        return letters
    }()

    private static let capitals = """
        A .#./#.#/###/#.#/#.#
        B ##./#.#/##./#.#/##.
        C .##/#../#../#../.##
        D ##./#.#/#.#/#.#/##.
        E ###/#../##./#../###
        F ###/#../##./#../#..
        G .##/#../#.#/#.#/.##
        H #.#/#.#/###/#.#/#.#
        I ###/.#./.#./.#./###
        J ..#/..#/..#/#.#/.#.
        K #..#/#.#./##../#.#./#..#
        L #../#../#../#../###
        M #...#/##.##/#.#.#/#...#/#...#
        N #..#/##.#/#.##/#..#/#..#
        O .##./#..#/#..#/#..#/.##.
        P ##./#.#/##./#../#..
        Q .##./#..#/#..#/#.##/.###
        R ##./#.#/##./#.#/#.#
        S .##/#../.#./..#/##.
        T ###/.#./.#./.#./.#.
        U #.#/#.#/#.#/#.#/###
        V #.#/#.#/#.#/#.#/.#.
        W #...#/#...#/#.#.#/##.##/#...#
        X #.#/#.#/.#./#.#/#.#
        Y #.#/#.#/.#./.#./.#.
        Z ###/..#/.#./#../###

        """

    private static let small = """
        a .../.##/#.#/#.#/.##
        b #../##./#.#/#.#/##.
        c .../.##/#../#../.##
        d ..#/.##/#.#/#.#/.##
        e .../.#./###/#../.##
        f .##/#../##./#../#..
        g .../.##/#.#/.##/..#/##.
        h #../##./#.#/#.#/#.#
        i #/./#/#/#
        j .#/../.#/.#/.#/#.
        k #../#.#/##./#.#/#.#
        l #/#/#/#/#
        m ...../####./#.#.#/#.#.#/#.#.#
        n .../##./#.#/#.#/#.#
        o .../.#./#.#/#.#/.#.
        p .../##./#.#/#.#/##./#..
        q .../.##/#.#/#.#/.##/..#
        r ../.#/#./#./#.
        s .../.##/#../..#/##.
        t .#./###/.#./.#./.##
        u .../#.#/#.#/#.#/.##
        v .../#.#/#.#/#.#/.#.
        w ...../#.#.#/#.#.#/#.#.#/.#.#.
        x .../#.#/.#./.#./#.#
        y .../#.#/#.#/.##/..#/##.
        z .../###/.##/#../###

        """

    private static let figures = """
        0 ###/#.#/#.#/#.#/###
        1 .#./##./.#./.#./###
        2 ##./..#/.#./#../###
        3 ##./..#/.#./..#/##.
        4 #.#/#.#/###/..#/..#
        5 ###/#../##./..#/##.
        6 .##/#../###/#.#/###
        7 ###/..#/..#/.#./.#.
        8 ###/#.#/###/#.#/###
        9 ###/#.#/###/..#/##.

        """

    private static let signs = """
        . ././././#
        , ../../../../.#/#.
        : ./#/./#
        ; ../.#/../.#/.#/#.
        ' #/#
        ’ #/#
        " #.#/#.#
        “ #.#/#.#
        ” #.#/#.#
        - .../.../###
        – ..../..../####
        + .../.#./###/.#.
        ! #/#/#/./#
        ? ##./..#/.#./.../.#.
        ( .#/#./#./#./.#
        ) #./.#/.#/.#/#.
        / ..#/..#/.#./#../#..
        % #.#/..#/.#./#../#.#
        $ .##/##./.##/###/.#.
        & .#../#.#./.#../#.##/.##.
        # #.#/###/#.#/###/#.#
        = .../###/.../###
        _ .../.../.../.../###
        < ..#/.#./#../.#./..#
        > #../.#./..#/.#./#..
        × .../#.#/.#./#.#
        … ...../...../...../...../#.#.#
        ✓ ..../...#/#.#./.#..
        ✗ #..#/.##./.##./#..#
        ▸ #../##./###/##./#..
        » #.#./.#.#/.#.#/.#.#/#.#.
        ● .##./####/####/.##.
        ○ .##./#..#/#..#/.##.
        ◌ #.#./...#/#.../.#.#
        · .../.../.#.
        ◆ ..#../.###./..#..
        ▲ ..#../.###./#####
        ▼ #####/.###./..#..
        ‖ #.#/#.#/#.#/#.#/#.#

        """
}
