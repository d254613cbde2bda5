import SwarmCore
import TerminalUI

extension Console {
    /// Where the operator is now.
    var here: Place {
        var place = Place(focus, selection, isZoomed: zoomed != nil)
        place.position = desk.position(of: focus)
        return place
    }

    /// Follows a link, and remembers where from.
    mutating func go(to place: Place) {
        var place = place
        // What asks for the whole screen does not need it where the pane is on the screen anyway.
        let wantsAll = place.isZoomed ?? false
        let isShown = zoomed == nil && grid.slot(of: place.pane) != nil
        place.isZoomed = place.isZoomed == false ? false : zoomed != nil || wantsAll && !isShown
        let here = here
        guard !here.isSame(as: place) else { return }
        trail.leave(here)
        visit(place)
    }

    mutating func goBack() {
        if !filter.text.isEmpty {
            filter = FilterLine()
        } else if let place = trail.back(from: here, where: { $0.exists(in: swarm) }) {
            visit(place)
        } else {
            zoomed = nil
        }
    }

    mutating func goForward() {
        guard let place = trail.forward(from: here, where: { $0.exists(in: swarm) }) else {
            return
        }
        visit(place)
    }

    /// Zooming is a place of its own, so that going back undoes it; showing all again is going back.
    mutating func toggleZoom() {
        if zoomed == nil {
            trail.leave(here)
            zoomed = focus
        } else if let last = trail.past.last, last.pane == focus, last.isZoomed == false {
            goBack()
        } else {
            zoomed = nil
        }
    }

    private mutating func visit(_ place: Place) {
        selection = place.selection
        zoomed = place.isZoomed == true ? place.pane : nil
        show(place.pane)
        // A pane begins anew with another subject; only then can it be scrolled to where it was.
        settle()
        desk.restore(place.pane, to: place.position)
    }
}
