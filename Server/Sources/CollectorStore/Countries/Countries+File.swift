import CMaxMindDB

extension Countries {
  /// The countries of a file in the MaxMind DB format, such as those of GeoLite2, DB-IP or IPinfo. It stays
  /// mapped into memory; replace it by renaming another one over it.
  /// - Throws: `StoreError.invalidCountries`.
  public init(file path: String) throws(StoreError) {
    let file = try CountryFile(path)
    self.init(version: file.version) { file.code(of: $0) }
  }
}

/// An open file.
// Unchecked: nothing changes it once it is open, and the library lets many threads look up in one.
private final class CountryFile: @unchecked Sendable {
  private let handle: UnsafeMutablePointer<MMDB_s>
  /// Where files say it, each a list that ends with nil: GeoLite2 and DB-IP, IPinfo, older files of IPinfo.
  private let paths: [[UnsafePointer<CChar>?]] = [["country", "iso_code"], ["country_code"], ["country"]].map
  {
    (names: [StaticString]) in
    names.map { UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self) } + [nil]
  }

  init(_ path: String) throws(StoreError) {
    let opened = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
    let status = MMDB_open(path, UInt32(MMDB_MODE_MMAP), opened)
    guard status == MMDB_SUCCESS else {
      opened.deallocate()
      throw .invalidCountries(path: path, reason: String(cString: MMDB_strerror(status)))
    }
    // Not before: `deinit` closes what this names.
    handle = opened
  }

  deinit {
    MMDB_close(handle)
    handle.deallocate()
  }

  var version: String {
    let about = handle.pointee.metadata
    return
      "\(String(cString: about.database_type)) \(about.build_epoch) \(about.node_count) \(handle.pointee.file_size)"
  }

  func code(of address: String) -> String? {
    var (addressProblem, problem): (Int32, Int32) = (0, 0)
    var found = MMDB_lookup_string(handle, address, &addressProblem, &problem)
    guard addressProblem == 0, problem == MMDB_SUCCESS, found.found_entry else { return nil }
    return paths.lazy.compactMap { Self.text(at: $0, in: &found.entry) }.first(where: Self.isCode)
  }

  private static func text(at path: [UnsafePointer<CChar>?], in entry: inout MMDB_entry_s) -> String? {
    var value = MMDB_entry_data_s()
    guard MMDB_aget_value(&entry, &value, path) == MMDB_SUCCESS, value.has_data,
      value.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING)
    else { return nil }
    let bytes = UnsafeRawBufferPointer(start: value.utf8_string, count: Int(value.data_size))
    return String(decoding: bytes, as: UTF8.self)
  }

  private static func isCode(_ text: String) -> Bool {
    text.utf8.count == 2 && text.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }
  }
}
