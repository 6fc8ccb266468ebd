// Where there is no libFuzzer: feeds what the paths hold, then damaged copies of it, the same ones each time.
//   fuzz_NAME COUNT PATH…      a folder: each of its files; a .tsv: the first column of each line
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

#include "exercise.h"

namespace {

std::string slurp(const std::filesystem::path& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

void add(std::vector<std::string>& corpus, const std::filesystem::path& path) {
  if (std::filesystem::is_directory(path)) {
    std::vector<std::filesystem::path> inner;
    for (const auto& entry : std::filesystem::directory_iterator(path)) inner.push_back(entry.path());
    std::sort(inner.begin(), inner.end());
    for (const auto& each : inner) add(corpus, each);
  } else if (path.extension() == ".tsv") {
    std::ifstream in{path, std::ios::binary};
    for (std::string line; std::getline(in, line);)
      if (!line.starts_with('#')) corpus.push_back(line.substr(0, line.find('\t')));
  } else {
    corpus.push_back(slurp(path));
  }
}

class Damage {
 public:
  explicit Damage(const std::vector<std::string>& corpus) : corpus_{corpus} {}

  std::string next() {
    auto text = corpus_[below(corpus_.size())];
    for (std::size_t i = 0, count = 1 + below(4); i < count; ++i) once(text);
    return text;
  }

 private:
  std::size_t below(std::size_t most) { return random_() % most; }

  void once(std::string& text) {
    if (text.empty()) return;
    const auto at = below(text.size());
    const auto length = 1 + below(48);
    const auto& other = corpus_[below(corpus_.size())];
    switch (below(6)) {
      case 0: text.erase(at, length); break;
      case 1: text[at] = static_cast<char>(below(256)); break;
      case 2: text.insert(at, text.substr(below(text.size()), length)); break;
      case 3: if (!other.empty()) text.insert(at, other.substr(below(other.size()), length)); break;
      case 4: if (!other.empty()) text.replace(at, length, other.substr(below(other.size()), length)); break;
      default: text.resize(at);
    }
  }

  const std::vector<std::string>& corpus_;
  std::mt19937_64 random_{20'260'101};
};

}  // namespace

int main(int argc, char** argv) {
  std::vector<std::string> corpus;
  for (int i = 2; i < argc; ++i) add(corpus, argv[i]);
  if (corpus.empty()) {
    std::cerr << "usage: " << argv[0] << " COUNT PATH…\n";
    return 2;
  }
  for (const auto& text : corpus) yimen::fuzz::exercise(text);
  Damage damage{corpus};
  const int count = std::atoi(argv[1]);
  for (int i = 0; i < count; ++i) yimen::fuzz::exercise(damage.next());
  std::cout << corpus.size() << " inputs, " << count << " damaged copies\n";
}
