/// What a figure or a chart shows, for the page that explains them.
struct Meaning {
  let name: String
  let meaning: String

  static let ofCharts = [
    Meaning(
      name: "Peak hours",
      meaning: "Messages that people wrote, by the day of the week and the hour in the client's time zone."),
    Meaning(
      name: "Message flow",
      meaning: """
        A turn is a message that the person wrote. Conversations of the time shown that reached each turn, and how \
        many of them went no further.
        """),
    Meaning(
      name: "Tools",
      meaning: """
        Actions in the time shown, by name: calls, the median and the 95th percentile of their durations (those that \
        came with one; exact within 1 %), and the share that ended with an error.
        """),
    Meaning(
      name: "Devices, channels, languages",
      meaning: "Conversations that started in the time shown, by what the agent said about them."),
    Meaning(
      name: "Countries",
      meaning: """
        Conversations that started in the time shown, by where the collector's database of countries says the person's \
        IP address is. It is asked when figures are summed up; the country is kept nowhere but in the counts.
        """),
    Meaning(
      name: "Returning people by week",
      meaning: """
        People with a customer id who had a conversation in the week (Monday to Sunday, whole weeks), and those of \
        them who had one before that week, however long ago.
        """),
  ]
}
