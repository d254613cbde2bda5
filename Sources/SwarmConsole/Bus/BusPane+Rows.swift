import SwarmCore

/// What the rows of the bus are about, and what is taken out of them.
extension BusPane {
    /// The task an event or a message is about: what everything of one task has in common.
    static func task(of event: Event) -> TaskID? {
        if case .messageSent(let message) = event { return message.task }
        return event.task
    }

    /// The task of the row under the cursor, while it is in memory.
    func task(_ glance: Glance) -> TaskID? {
        let task = scroll.cursor.flatMap { glance.log.envelope($0) }
            .flatMap { Self.task(of: $0.event) }
        return task.flatMap { glance.swarm.tasks.contains($0) ? $0 : nil }
    }

    /// The text of the row under the cursor; of a message all of it.
    func copied(_ glance: Glance) -> String? {
        guard let cursor = scroll.cursor, let envelope = glance.log.envelope(cursor) else {
            return nil
        }
        if case .messageSent(let message) = envelope.event {
            return message.payload.string ?? message.payload.jsonText(pretty: true)
        }
        return Self.row(cursor, glance)?.text
    }

    /// The events of the rows that are shown, as the journal has them.
    func exported(_ glance: Glance) -> PaneExport? {
        var writer = EventWriter()
        for sequence in shown {
            guard let envelope = glance.log.envelope(sequence) else { continue }
            writer.append(envelope, state: glance.swarm)
        }
        return PaneExport(name: "bus.ndjson", text: String(decoding: writer.bytes, as: UTF8.self))
    }
}
