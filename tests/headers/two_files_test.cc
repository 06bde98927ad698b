// Two files that include every public header, in opposite orders, are one program.
namespace ecflink_headers_test {
const void* in_order();
const void* in_reverse_order();
}  // namespace ecflink_headers_test

int main() { return ecflink_headers_test::in_order() == ecflink_headers_test::in_reverse_order() ? 0 : 1; }
