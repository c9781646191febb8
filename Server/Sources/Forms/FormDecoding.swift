/// The text behind the encoding of queries and forms, where a plus sign stands for a space. What is not a percent
/// sign and two digits stays as it is; what is not UTF-8 becomes U+FFFD.
public func formDecoded(_ text: Substring) -> String {
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    if byte == UInt8(ascii: "+") {
      bytes.append(UInt8(ascii: " "))
    } else if byte == UInt8(ascii: "%"), rest.count >= 2,
      rest.prefix(2).allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let value = UInt8(Substring(rest.prefix(2)), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}
