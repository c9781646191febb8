/// How much may be attached at once.
enum UploadLimits {
  /// Bytes of one file.
  static let fileSize = 25 << 20
  static let files = 10
  /// Bytes of a request's body, base64 and all.
  static let requestSize = 40 << 20
}
