/// Text as the core takes it: a pointer and a size in bytes, or `nil` for text that is absent.
struct CText {
  let start: UnsafePointer<CChar>?
  let size: Int

  static var absent: CText { CText(start: nil, size: 0) }

  init(start: UnsafePointer<CChar>?, size: Int) {
    self.start = start
    self.size = size
  }

  /// Text in memory. When it is empty the pointer leads to a NUL, because fields of a C struct take the size
  /// 0 for "NUL-terminated".
  init(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = bytes.isEmpty ? StaticString("").utf8Start : bytes.baseAddress!
    self.init(start: UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self), size: bytes.count)
  }
}

/// Calls `body` with the bytes of a string where they lie; only a string that Apple's Foundation keeps in
/// another encoding is copied. The text ends with the call.
@inline(__always)
func withCText<Result>(_ string: String?, _ body: (CText) -> Result) -> Result {
  guard var string else { return body(.absent) }
  return string.withUTF8 { body(CText($0)) }
}
