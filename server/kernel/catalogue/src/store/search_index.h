#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "yimen/catalogue/catalogue.h"
#include "yimen/platform/db.h"

namespace yimen::catalogue::store {

/// Latin letters for ordering and for the search by pinyin.
std::string pinyin_of(const std::string& name);

/// One document per base item, because a matter has the same name and words everywhere; places are filtered afterwards.
void index_base(platform::Tx&, MatterBaseId, const MatterVersion&);
void forget_base(platform::Tx&, MatterBaseId);
/// Base items that answer the words, best first: everyday words, then the full-text index.
std::vector<MatterBaseId> search_bases(platform::Tx&, const std::string& words, int limit);
/// Everyday words that begin with or contain the text, shortest first.
std::vector<std::string> matching_words(platform::Tx&, const std::string& text, int limit);

}  // namespace yimen::catalogue::store
