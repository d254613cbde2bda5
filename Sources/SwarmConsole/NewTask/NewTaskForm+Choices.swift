import SwarmCore
import TerminalUI

extension NewTaskForm {
    // MARK: Recipes

    /// What the line of recipes offers.
    enum RecipeOption: Hashable {
        /// The steps of the plan, or of the earlier task that is shown.
        case own(String)
        case named(String)
        case none
    }

    func recipeOptions(_ recipes: RecipeCatalogue) -> [RecipeOption] {
        var options: [RecipeOption] = []
        if let plan = understanding.plan?.recipe {
            options.append(.own(plan.name))
        } else if let own = understanding.oneOff(recipes) {
            options.append(.own(own.name))
        }
        options += recipes.recipes.filter { !$0.isOneOff }.map { .named($0.name) }
        return options + [.none]
    }

    func shownOption(_ recipes: RecipeCatalogue) -> RecipeOption {
        guard let recipe = understanding.shownRecipe(recipes) else { return .none }
        return recipe.isOneOff ? .own(recipe.name) : .named(recipe.name)
    }

    mutating func choose(_ option: RecipeOption) {
        understanding.skills = nil
        understanding.complexity = nil
        understanding.leftOut = []
        switch option {
        case .own(let name):
            understanding.recipe = understanding.plan?.recipe?.name == name ? nil : .named(name)
        case .named(let name): understanding.recipe = .named(name)
        case .none: understanding.recipe = .some(.none)
        }
    }

    // MARK: Steps

    /// The steps that can be left out, in their order.
    func steps(_ glance: Glance) -> [RecipeStep] {
        understanding.oneOff(glance.swarm.recipes)?.steps ?? []
    }

    func keptSteps(_ glance: Glance) -> [RecipeStep] {
        steps(glance).filter { !understanding.leftOut.contains($0.name) }
    }

    mutating func toggleStep(_ place: Int, _ glance: Glance) {
        let steps = steps(glance)
        guard steps.indices.contains(place) else { return }
        if understanding.leftOut.remove(steps[place].name) == nil {
            understanding.leftOut.insert(steps[place].name)
        }
        // Skills follow the steps; those the recipe does not have stay chosen.
        if let skills = understanding.skills {
            let own = Set(steps.map(\.skill))
            var seen: Set<String> = []
            let kept = keptSteps(glance).map(\.skill).filter { seen.insert($0).inserted }
            understanding.skills = kept + skills.filter { !own.contains($0) }
        }
        refusal = nil
    }

    // MARK: Skills

    mutating func toggleSkill(_ place: Int, _ glance: Glance) {
        let offered = understanding.offeredSkills(glance.swarm)
        guard offered.indices.contains(place) else { return }
        let name = offered[place]
        var chosen = understanding.shownSkills(glance.swarm.recipes)
        let steps = steps(glance).filter { $0.skill == name }.map(\.name)
        if let index = chosen.firstIndex(of: name) {
            chosen.remove(at: index)
            understanding.leftOut.formUnion(steps)
        } else {
            chosen.append(name)
            understanding.leftOut.subtract(steps)
        }
        understanding.skills = chosen
        refusal = nil
    }
}
