import ArgumentParser
import CollectorStore

struct Prices: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the price list that costs are worked out with.",
    discussion: """
      It is JSON, as 'agentsight serve --prices FILE' takes it: change a copy, and start the server with that. \
      Every cost is worked out anew then. Without a database it is the built-in list.
      """)

  @OptionGroup var data: DataOption

  func run() throws {
    do {
      let store = try CollectorStore.openReadOnly(data.directory)
      defer { try? store.close() }
      print(store.prices.text)
    } catch StoreError.noDatabase {
      print(PriceList.standard.text)
    }
  }
}
