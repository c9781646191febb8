/// Percent encoding, as addresses and forms use it.
func percentEncoded(_ text: String) -> String {
  text.utf8.reduce(into: "") { encoded, byte in
    if isUnreserved(byte) {
      encoded.unicodeScalars.append(Unicode.Scalar(byte))
    } else {
      encoded += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
  }
}

/// The text behind a form's encoding; what is no encoding stays as it is, what is no UTF-8 is replaced.
func formDecoded(_ text: Substring) -> String {
  var bytes: [UInt8] = []
  var rest = text.utf8[...]
  while let byte = rest.popFirst() {
    let pair = rest.prefix(2)
    if byte == UInt8(ascii: "%"), pair.count == 2,
      let value = UInt8(String(decoding: pair, as: UTF8.self), radix: 16)
    {
      bytes.append(value)
      rest = rest.dropFirst(2)
    } else {
      bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
    }
  }
  return String(decoding: bytes, as: UTF8.self)
}

private func isUnreserved(_ byte: UInt8) -> Bool {
  switch byte {
  case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
    UInt8(ascii: "0")...UInt8(ascii: "9"):
    true
  default: "-._~/".utf8.contains(byte)
  }
}
