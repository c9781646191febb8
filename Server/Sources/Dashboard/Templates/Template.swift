/// The templates. They are part of the program's text, so that the program is one file to install.
enum Template: String, CaseIterable {
  case frame, message, signIn, welcome, account, overview, metrics, start, live, conversations, conversation
  case settingsHead, field, brandSettings, peopleSettings, keySettings, environmentSettings,
    retentionSettings,
    figureSettings, clientSettings
  case figureFields, barTable, compare, desk, transcript, trace, shared, minute

  var source: String {
    switch self {
    case .frame: Self.frameSource
    case .overview: Self.overviewSource
    case .metrics: Self.metricsSource
    case .figureFields: Self.figureFieldsSource
    case .barTable: Self.barTableSource
    case .compare: Self.compareSource
    case .desk: Self.deskSource
    case .transcript: Self.transcriptSource
    case .trace: Self.traceSource
    case .shared: Self.sharedSource
    case .minute: Self.minuteSource
    case .start: Self.startSource
    case .live: Self.liveSource
    case .conversations: Self.conversationsSource
    case .conversation: Self.conversationSource
    case .message: Self.messageSource
    case .signIn: Self.signInSource
    case .account: Self.accountSource
    case .welcome: Self.welcomeSource
    case .settingsHead: Self.settingsHeadSource
    case .field: Self.fieldSource
    case .brandSettings: Self.brandSettingsSource
    case .peopleSettings: Self.peopleSettingsSource
    case .keySettings: Self.keySettingsSource
    case .environmentSettings: Self.environmentSettingsSource
    case .retentionSettings: Self.retentionSettingsSource
    case .figureSettings: Self.figureSettingsSource
    case .clientSettings: Self.clientSettingsSource
    }
  }
}
