#pragma once
#include <memory>
#include <string>
#include <vector>

#include "yimen/appraisal/appraisal.h"
#include "yimen/approval/approval.h"
#include "yimen/calendar/calendar_service.h"
#include "yimen/catalogue/catalogue.h"
#include "yimen/catalogue/import.h"
#include "yimen/document/document.h"
#include "yimen/identity/identity.h"
#include "yimen/organisation/organisation.h"
#include "yimen/party/party.h"
#include "yimen/platform/config.h"
#include "yimen/platform/crypto.h"
#include "yimen/platform/db.h"
#include "yimen/platform/files.h"
#include "yimen/platform/http.h"
#include "yimen/platform/jobs.h"
#include "yimen/platform/live.h"
#include "yimen/platform/outbox.h"
#include "yimen/portal/portal.h"
#include "yimen/sms/sms.h"
#include "yimen/trail/trail.h"

/// The services of one program, made in the order of their dependencies. Everything that knows several modules is here.
namespace yimen::app {

class Product {
 public:
  Product(const platform::Settings&, platform::Database&);
  Product(const Product&) = delete;

  platform::Database& database;
  std::unique_ptr<platform::KeyRing> keys;
  std::unique_ptr<platform::FileStore> files;
  calendar::CalendarService calendars;
  catalogue::Catalogue catalogue;
  organisation::Organisation organisation;
  party::Parties parties;
  std::unique_ptr<document::SealAdapter> seal;
  document::Documents documents;
  std::unique_ptr<identity::Identity> identity;
  std::unique_ptr<sms::SmsAdapter> sms;
  approval::Approval approval;
  appraisal::Appraisal appraisal;
  portal::Portal portal;
  platform::LiveHub live;

  void add_routes(platform::Routes&);
  /// Timers and event consumers; start() the runners afterwards.
  void add_work(platform::JobRunner&, platform::OutboxRunner&);
  /// Who is in charge of a category of matters in a place, for imports.
  catalogue::DepartmentResolver department_resolver() const;
  trail::RootKey trail_key();
};

/// Reference data every installation needs: regions, calendars, roles, document templates, process models. Idempotent.
/// @throws StartError naming the file that could not be read.
void load_reference_data(Product&, const std::string& data_folder);

}  // namespace yimen::app
