import CollectorStore
import Hummingbird

/// A transcript in pages that each stay small, however long it is.
struct TranscriptPages {
  private let pages: [[TranscriptItemView]]
  private let zone: String

  /// Bytes of text that one page holds, about.
  private static let size = 50_000
  /// Milliseconds of silence that are worth saying.
  private static let gap = 60_000.0

  struct Page {
    let days: [Day]
    let isEmpty: Bool
    let earlier: String?
    let later: String?
    let position: String?
    let zone: String
  }

  struct Day {
    let date: String
    var items: [TranscriptItemView]
  }

  init(_ items: [Transcript.Item], _ traces: [TurnTrace], _ reader: TranscriptReader) {
    zone = reader.calendar.name
    var traceBehind: [Int: TraceView] = [:]
    if reader.seesEverything {
      let last = Dictionary(items.enumerated().map { ($1.place.span, $0) }, uniquingKeysWith: max)
      for trace in traces where trace.spans.count > 1 {
        guard let place = trace.spans.compactMap({ last[$0.row] }).max() else { continue }
        traceBehind[place] = TraceView(trace)
      }
    }
    var pages: [[TranscriptItemView]] = [[]]
    var weight = 0
    for (index, item) in items.enumerated() {
      var view = TranscriptItemView(item, after: index > 0 ? items[index - 1] : nil, reader)
      if let silence = view.silence, silence >= Self.gap {
        view.gap = readableDuration(milliseconds: silence) + " later"
      }
      view.trace = traceBehind[index]
      if weight + view.weight > Self.size, weight > 0 {
        pages.append([])
        weight = 0
      }
      weight += view.weight
      pages[pages.count - 1].append(view)
    }
    self.pages = pages
  }

  /// - Throws: 404 for a page that there is none of.
  func page(_ text: String?, path: String) throws -> Page {
    let number = text.map { Int($0) ?? 0 } ?? 1
    guard (1...pages.count).contains(number) else { throw HTTPError(.notFound) }
    let items = pages[number - 1]
    var days: [Day] = []
    for item in items {
      if days.last?.date != item.time.date { days.append(Day(date: item.time.date, items: [])) }
      days[days.count - 1].items.append(item)
    }
    return Page(
      days: days, isEmpty: items.isEmpty, earlier: number > 1 ? "\(path)?page=\(number - 1)" : nil,
      later: number < pages.count ? "\(path)?page=\(number + 1)" : nil,
      position: pages.count > 1 ? "Page \(number) of \(pages.count)" : nil, zone: zone)
  }
}

/// Who reads a transcript.
struct TranscriptReader {
  /// Nil for whoever came by a link: they see what was said and done, not what is known about it.
  let links: AttachmentLinks?
  let calendar: LocalCalendar

  var seesEverything: Bool { links != nil }
}
