import CollectorStore

/// Pictures that somebody looks at in a preview and has not saved yet. A browser does not send a chosen file a
/// second time; the form names what it has sent before.
actor PictureDrafts {
  /// Each has at most `Picture.largest` bytes.
  private static let most = 64

  private var pictures: [(name: String, picture: Picture)] = []

  /// Keeps a picture, in place of the oldest where there are many.
  func keep(_ picture: Picture) {
    let name = picture.name
    pictures.removeAll { $0.name == name }
    pictures.append((name, picture))
    if pictures.count > Self.most { pictures.removeFirst() }
  }

  func picture(named name: String) -> Picture? { pictures.first { $0.name == name }?.picture }
}
