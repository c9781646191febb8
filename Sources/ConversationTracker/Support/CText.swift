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

/// Calls `body` with the bytes of a string where they lie. The text ends with the call.
@inline(__always)
func withCText<Result>(_ string: String?, _ body: (CText) -> Result) -> Result {
  guard let string else { return body(.absent) }
  return withBytes(of: string) { body(CText($0)) }
}

/// Calls `body` with the UTF-8 of a string where it lies.
@inline(__always)
func withBytes<Result>(of string: String, _ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
  #if canImport(ObjectiveC)
    // Foundation may keep a string in another encoding; then this makes a copy.
    var string = string
    return string.withUTF8(body)
  #else
    // The same without counting a reference. There are no strings but Swift's own, which are UTF-8.
    return string.utf8.withContiguousStorageIfAvailable(body)!
  #endif
}
