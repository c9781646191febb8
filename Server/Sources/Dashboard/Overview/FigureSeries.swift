import CollectorStore

/// Figures along a stretch of days, in parts that fit into one chart, and by the hours of a week.
struct FigureSeries {
  struct Part {
    let days: ClosedRange<Int>
    let counts: Counts
    let responses: DurationHistogram

    var messages: Int { counts[.personMessages] + counts[.agentMessages] }
  }

  /// Days of a part: one, or a week or four where that would be too many parts.
  let length: Int
  let parts: [Part]
  /// Messages that people wrote: seven days from Monday on, each with 24 hours.
  private(set) var hours = [[Int]](repeating: [Int](repeating: 0, count: 24), count: 7)

  /// - Parameter figures: Those of the days, by the slots of their parts.
  init(_ figures: Figures, _ calendar: LocalCalendar, days: ClosedRange<Int>) {
    length = Self.length(of: days)
    parts = zip(Self.parts(of: days), figures.parts).map {
      Part(days: $0, counts: $1.counts, responses: $1.responses)
    }
    for (slot, counts) in figures.bySlot where counts[.personMessages] > 0 {
      let (day, hour) = calendar.dayAndHour(of: slot)
      hours[weekday(day)][hour] += counts[.personMessages]
    }
  }

  static func parts(of days: ClosedRange<Int>) -> [ClosedRange<Int>] {
    let length = length(of: days)
    return stride(from: days.lowerBound, through: days.upperBound, by: length).map {
      $0...min($0 + length - 1, days.upperBound)
    }
  }

  private static func length(of days: ClosedRange<Int>) -> Int {
    days.count <= 92 ? 1 : days.count <= 92 * 7 ? 7 : 28
  }
}

/// 0 for Monday; 1970-01-01 was a Thursday.
func weekday(_ day: Int) -> Int { ((day + 3) % 7 + 7) % 7 }

/// The weeks from Monday to Sunday that days touch, the last 53 of them at most.
func weeks(of days: ClosedRange<Int>) -> [ClosedRange<Int>] {
  let first = days.lowerBound - weekday(days.lowerBound)
  return stride(from: first, through: days.upperBound, by: 7).map { $0...($0 + 6) }.suffix(53)
}
