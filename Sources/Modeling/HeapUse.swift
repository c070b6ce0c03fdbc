import CKernels

/// What the process has allocated.
public enum HeapUse {
    /// Bytes of the heap in use; 0 where the C library does not count them.
    public static var bytes: Int { Int(kernels_heap_in_use()) }
    /// Allocations that the kernels have made since the start, of all policies together.
    public static var kernelAllocations: Int { Int(kernels_allocation_count()) }
}
