import CollectorStore

/// The form that a query is changed with.
struct FigureForm {
  let prefix: String
  let presets: [Preset]
  let from: String
  let to: String
  let agents: [Option]
  let environments: [Option]
  let problem: String?

  struct Preset {
    let path: String
    let name: String
    let isHere: Bool
  }

  struct Option {
    let id: String
    let name: String
    let isChosen: Bool
  }

  /// `path` is the page that the presets lead to.
  init(
    _ query: FigureQuery, _ choices: FigureChoices, _ calendar: LocalCalendar, path: String,
    prefix: String = ""
  ) {
    self.prefix = prefix
    presets = FigureQuery.presets.map { count, name in
      var other = query
      other.preset = count
      return Preset(path: "\(path)?\(other.text(calendar))", name: name, isHere: query.preset == count)
    }
    from = calendar.text(ofDay: query.days.lowerBound)
    to = calendar.text(ofDay: query.days.upperBound)
    agents = choices.agents.map {
      Option(id: $0.id, name: $0.name, isChosen: $0.id == query.agent.map(String.init))
    }
    environments = choices.environments.map {
      Option(id: $0.id, name: $0.name, isChosen: $0.id == query.environment)
    }
    problem = query.problem
  }
}
