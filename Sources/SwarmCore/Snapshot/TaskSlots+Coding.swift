/// The next tasks get the same ids; of a free slot only its place is kept.
extension TaskSlots: Codable {
    private enum Key: CodingKey { case slots, free, ended, nextNumber }

    public init(from decoder: any Decoder) throws {
        self.init()
        let members = try decoder.container(keyedBy: Key.self)
        free = try members.decode([UInt32].self, forKey: .free)
        ended = try members.decode(type(of: ended), forKey: .ended)
        nextNumber = try members.decode(UInt32.self, forKey: .nextNumber)
        let apart = Self.apart.flatMap { decoder.userInfo[$0] as? [TaskState?] }
        for kept in try apart ?? members.decode([TaskState?].self, forKey: .slots) {
            if let kept { numbers[kept.brief.name] = kept.id }
            slots.append(kept ?? .free(UInt32(truncatingIfNeeded: slots.count)))
        }
        guard free.allSatisfy({ $0 < slots.count }) else {
            throw SnapshotFault.unreadable("the free slots")
        }
    }

    public func encode(to encoder: any Encoder) throws {
        var members = encoder.container(keyedBy: Key.self)
        if Self.apart.flatMap({ encoder.userInfo[$0] }) == nil {
            try members.encode(Array(kept), forKey: .slots)
        }
        try members.encode(free, forKey: .free)
        try members.encode(ended, forKey: .ended)
        try members.encode(nextNumber, forKey: .nextNumber)
    }

    /// Every slot in its order, nil where it is free: for a snapshot that writes them one by one.
    public var kept: some Sequence<TaskState?> {
        slots.lazy.map { $0.id.number == 0 ? nil : $0 }
    }

    /// Set in an encoder's user information, the slots are left out; in a decoder's it holds what `kept` was.
    public static let apart = CodingUserInfoKey(rawValue: "swarmtop.slots")
}
