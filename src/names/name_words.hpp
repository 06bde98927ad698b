// name_words.hpp: the last steps of reading a name, on folded text of any encoding.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <span>
#include <string_view>
#include <type_traits>

#include <ecflink/core/version.hpp>

#include "names/suffixes.hpp"

ECFLINK_BEGIN_NAMESPACE
namespace detail::names {

/// What a character of a folded name is.
enum class name_character : std::uint8_t {
    dropped,
    kept,       ///< a letter, a number, or a mark that stays
    space,      ///< white space: it stands between tokens
    separator,  ///< a full stop, hyphen, dash or slash: it stands between words of one token
    comma       ///< stands between parts
};

/// What stands between white space, in one part of the name.
struct name_token {
    std::uint32_t begin;
    std::uint32_t end;  ///< `begin`: it has gone
    std::uint32_t part;
};

/// Tokens of a text of so many characters, at most.
[[nodiscard]] constexpr std::size_t most_tokens(std::size_t characters) noexcept {
    return characters / 2 + 1;
}

struct words_of_name {
    std::size_t size;         ///< characters written
    std::uint8_t generation;  ///< 0: none is stated
};

/// Takes a folded name apart, drops its suffixes, moves the family name to the end and writes the
/// words with single spaces between them. `Letters` says what characters are.
template <class Letters, class Char>
class name_reader {
    using text_view = std::basic_string_view<Char>;

public:
    /// Room for `most_tokens` of the text.
    name_reader(text_view text, std::span<name_token> room) noexcept : text_(text), tokens_(room) {}

    /// `to` has room for as many characters as the text has, and is not the text.
    [[nodiscard]] words_of_name read(Char* to) noexcept {
        find_tokens();
        drop_suffix_parts();
        drop_suffixes_at_ends();
        const std::size_t first_part_end = end_of_first_part();
        writer words{to};
        for (std::size_t i = first_part_end; i < count_; ++i) {
            words.add(text_of(i));
        }
        for (std::size_t i = 0; i < first_part_end; ++i) {
            words.add(text_of(i));
        }
        return {words.size, generation_};
    }

private:
    /// Writes words, and joins neighbors of one letter.
    struct writer {
        Char* to;
        std::size_t size = 0;
        std::size_t word = 0;  ///< where the word begins
        bool is_in_word = false;
        bool last_was_initial = false;

        void add(text_view token) noexcept {
            for (const Char c : token) {
                const name_character kind = Letters::kind_of(c);
                if (kind == name_character::kept) {
                    if (!is_in_word) {
                        if (size > 0) {
                            to[size++] = Char{' '};
                        }
                        word = size;
                        is_in_word = true;
                    }
                    to[size++] = c;
                } else if (kind == name_character::separator) {
                    end_word();
                }
            }
            end_word();
        }
        void end_word() noexcept {
            if (!is_in_word) {
                return;
            }
            is_in_word = false;
            const bool is_initial = Letters::is_one_letter({to + word, size - word});
            if (is_initial && last_was_initial) {
                std::copy(to + word, to + size, to + word - 1);
                --size;
            }
            last_was_initial = is_initial;
        }
    };

    [[nodiscard]] text_view text_of(std::size_t i) const noexcept {
        return text_.substr(tokens_[i].begin, tokens_[i].end - tokens_[i].begin);
    }
    [[nodiscard]] std::size_t end_of_first_part() const noexcept {
        std::size_t end = 0;
        while (end < count_ && tokens_[end].part == tokens_[0].part) {
            ++end;
        }
        return end;
    }
    [[nodiscard]] std::size_t begin_of_part(std::size_t end) const noexcept {
        std::size_t begin = end - 1;
        while (begin > 0 && tokens_[begin - 1].part == tokens_[end - 1].part) {
            --begin;
        }
        return begin;
    }

    /// Tokens without a letter or number are left out, and so are parts without a token.
    void find_tokens() noexcept {
        std::uint32_t part = 0;
        std::uint32_t begin = 0;
        bool has_letters = false;
        const auto end_token = [&](std::size_t at) {
            if (has_letters) {
                tokens_[count_++] = {begin, static_cast<std::uint32_t>(at), part};
            }
            has_letters = false;
            begin = static_cast<std::uint32_t>(at) + 1;
        };
        for (std::size_t at = 0; at < text_.size(); ++at) {
            const name_character kind = Letters::kind_of(text_[at]);
            if (kind == name_character::space || kind == name_character::comma) {
                end_token(at);
                part += kind == name_character::comma ? 1 : 0;
            }
            has_letters |= kind == name_character::kept;
        }
        end_token(text_.size());
    }

    [[nodiscard]] const name_suffix* suffix_of(std::size_t i) const noexcept {
        std::uint64_t packed = 0;
        std::size_t letters = 0;
        for (const Char c : text_of(i)) {
            if (Letters::kind_of(c) == name_character::kept) {
                const auto number = static_cast<std::make_unsigned_t<Char>>(c);
                if (number >= 0x80 || letters == longest_suffix) {
                    return nullptr;
                }
                packed |= std::uint64_t{number} << 8 * letters++;
            }
        }
        return find_suffix(packed);
    }

    void drop(std::size_t i, const name_suffix& suffix) noexcept {
        tokens_[i].end = tokens_[i].begin;
        generation_ = suffix.generation != 0 ? suffix.generation : generation_;
    }

    /// "Smith, John, Jr.": parts after the first that are nothing but suffixes. Where one word
    /// would be left, these are initials: "Holt, JR".
    void drop_suffix_parts() noexcept {
        parts_ = count_ == 0 ? 0 : 1;
        for (std::size_t i = 1; i < count_; ++i) {
            parts_ += tokens_[i].part != tokens_[i - 1].part ? 1 : 0;
        }
        std::size_t left = count_;
        for (std::size_t end = count_; parts_ > 1;) {
            const std::size_t begin = begin_of_part(end);
            if (begin == 0) {
                break;
            }
            const bool leaves_one_word = parts_ == 2 && left - (end - begin) == 1;
            std::size_t suffixes = 0;
            while (!leaves_one_word && suffixes < end - begin && suffix_of(end - 1 - suffixes) != nullptr) {
                ++suffixes;
            }
            if (suffixes == end - begin) {
                for (std::size_t i = end; i > begin; --i) {
                    drop(i - 1, *suffix_of(i - 1));
                }
                --parts_;
                left -= suffixes;
            }
            end = begin;
        }
    }

    /// "Smith Jr., John": suffixes at the end of a part, as long as a word is left in it, or two in
    /// the only part.
    void drop_suffixes_at_ends() noexcept {
        const std::size_t kept = parts_ == 1 ? 2 : 1;
        for (std::size_t end = count_; end > 0;) {
            const std::size_t begin = begin_of_part(end);
            for (std::size_t i = end; i - begin > kept && tokens_[i - 1].end != tokens_[i - 1].begin; --i) {
                const name_suffix* const suffix = suffix_of(i - 1);
                if (suffix == nullptr) {
                    break;
                }
                drop(i - 1, *suffix);
            }
            end = begin;
        }
    }

    text_view text_;
    std::span<name_token> tokens_;
    std::size_t count_ = 0;
    std::size_t parts_ = 0;
    std::uint8_t generation_ = 0;
};

}  // namespace detail::names
ECFLINK_END_NAMESPACE
