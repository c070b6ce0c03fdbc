import Modeling
import Testing

@Suite("Peak probe")
struct PeakProbeTests {
    @Test("every path works in registers, as many times as there are threads")
    func operations() {
        for path in KernelPath.supported {
            let probe = PeakProbe(path: path)
            let one = probe.run(pool: WorkerPool(threads: 1))
            // Each round is a multiply and an add in every lane of at least twelve chains.
            let each = Double(2 * probe.width * 12)
            #expect(one > 0 && one.truncatingRemainder(dividingBy: each) == 0)
            #expect(probe.run(pool: WorkerPool(threads: 3)) == 3 * one)
        }
    }

    @Test("a vector is as wide as its path's registers, or half")
    func widths() {
        let widths = [KernelPath.avx512: [16, 8], .avx2: [8], .portable: [4]]
        for path in KernelPath.supported {
            #expect(widths[path]?.contains(PeakProbe(path: path).width) == true)
        }
    }

    @Test("the heap in use grows by what is allocated, and shrinks when it is freed")
    func heap() {
        let size = 1 << 30
        let before = HeapUse.bytes
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: 64)
        let during = HeapUse.bytes
        memory.deallocate()
        // Other tests allocate meanwhile, but not as much as this, which is never touched.
        #expect(during - before > size / 2)
        #expect(during - HeapUse.bytes > size / 2)
    }
}
