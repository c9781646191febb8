import CZstd
import TestSupport
import Testing

@testable import CollectorAPI

@Suite struct ZstdTests {
  private static func zstd(_ bytes: [UInt8], windowLog: Int32 = 0) -> [UInt8] {
    let context = ZSTD_createCCtx()
    defer { ZSTD_freeCCtx(context) }
    ZSTD_CCtx_setParameter(context, ZSTD_c_checksumFlag, 1)
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, windowLog)
    var output = [UInt8](repeating: 0, count: ZSTD_compressBound(bytes.count))
    let size = ZSTD_compress2(context, &output, output.count, bytes, bytes.count)
    return Array(output[..<size])
  }

  private static func post(_ collector: TestCollector, _ body: [UInt8]) async throws -> TestCollector.Answer {
    try await collector.call(.post, "/api/ingest/", headers: [.contentEncoding: "zstd"], body: body)
  }

  @Test func aCompressedBatchIsABatch() async throws {
    try await TestCollector.run { collector in
      let text = String(repeating: "Where is my parcel? ", count: 20_000)
      let batch = Batch().with("c", spans: [turn(1, [.question(text, at: 0)])])
      let answer = try await Self.post(collector, Self.zstd(Array(batch.json.utf8)))
      #expect(answer.status == 200 && answer.json["accepted"] as? Int == 1, "\(answer.text)")
      #expect(try await collector.ingest(batch.json).json["duplicates"] as? Int == 1)
    }
  }

  @Test func aDamagedStreamIsRefused() async throws {
    try await TestCollector.run { collector in
      let whole = Self.zstd(Array(Batch().json.utf8))
      var wrongSum = whole
      wrongSum[whole.count - 1] ^= 1
      for body in [[], [1, 2, 3], Array(whole.dropLast()), wrongSum, whole + [0], whole + whole] {
        let answer = try await Self.post(collector, body)
        #expect(answer.status == 400)
      }
    }
  }

  @Test func aBombIsGivenUpBeforeItGrows() throws {
    let bomb = Self.zstd([UInt8](repeating: 0, count: 64 << 20))
    let inflater = try ZstdInflater(limit: RequestBodyReader.maximumSize)
    #expect(throws: InflationFailure.tooLarge) { try bomb.withUnsafeBytes { try inflater.append($0) } }
    let allowed = max(InflationLimits.ratioThreshold, bomb.count * InflationLimits.maximumRatio)
    #expect(inflater.output.count <= allowed + 65_536)
  }

  @Test func aWindowOfMoreThanEightMebibytesIsRefused() throws {
    let wide = Self.zstd([UInt8](repeating: 7, count: 32 << 20), windowLog: 25)
    let inflater = try ZstdInflater(limit: 64 << 20)
    #expect(throws: InflationFailure.self) { try wide.withUnsafeBytes { try inflater.append($0) } }
  }

  @Test func aStreamMayComeInAnyPieces() throws {
    let text = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 / 7 ^ $0) }
    let whole = Self.zstd(text)
    for size in [1, 7, 1000, 65_536] {
      let inflater = try ZstdInflater(limit: 64 << 20)
      for start in stride(from: 0, to: whole.count, by: size) {
        try whole[start..<min(start + size, whole.count)].withUnsafeBytes { try inflater.append($0) }
      }
      #expect(try inflater.finish() == text)
    }
  }
}
