// Threads that stay, so that what a thread pays once is paid before anything is measured.
#ifndef WORKERS_HPP
#define WORKERS_HPP

#include <atomic>
#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

#if defined(__linux__)
#include <pthread.h>
#include <sched.h>
#endif

class Workers {
public:
  using Task = std::function<void(unsigned worker)>;

  explicit Workers(unsigned count) : count_(count) {
    for (unsigned i = 0; i < count; i++) threads_.emplace_back([this, i] { serve(i); });
  }
  Workers(const Workers &) = delete;
  Workers &operator=(const Workers &) = delete;
  ~Workers() {
    stop_ = true;
    round_++;
    for (std::thread &thread : threads_) thread.join();
  }

  // Runs the task in all threads at the same time and waits for them.
  void run(const Task &task) {
    std::unique_lock<std::mutex> lock(mutex_);
    task_ = &task;
    done_ = 0;
    ready_ = 0;
    round_++;
    // Sleeps: a thread that spins here would take a core from those that are measured.
    finished_.wait(lock, [this] { return done_ == count_; });
  }

  // Runs the task in the first thread alone.
  void run_in_first(const std::function<void()> &task) {
    run([&](unsigned worker) {
      if (worker == 0) task();
    });
  }

private:
  template <class Condition> static void wait(Condition condition) {
    for (int spins = 0; !condition(); spins++)
      if (spins > 2000) std::this_thread::yield();
  }

  // Threads that mostly wait look idle to the scheduler, which may leave all of them on one core.
  void spread(unsigned worker) {
#if defined(__linux__)
    unsigned cores = std::thread::hardware_concurrency();
    if (count_ == 1 || cores == 0) return;
    cpu_set_t set;
    CPU_ZERO(&set);
    CPU_SET(worker % cores, &set);
    pthread_setaffinity_np(pthread_self(), sizeof set, &set); // without effect where the core is not ours
#else
    (void)worker;
#endif
  }

  void serve(unsigned worker) {
    spread(worker);
    for (unsigned seen = 0;;) {
      wait([&] { return round_ != seen; });
      seen = round_;
      if (stop_) return;
      ready_++;
      wait([this] { return ready_ == count_; }); // they start together
      (*task_)(worker);
      std::lock_guard<std::mutex> lock(mutex_);
      if (++done_ == count_) finished_.notify_one();
    }
  }

  unsigned count_;
  unsigned done_ = 0; // under the mutex
  std::mutex mutex_;
  std::condition_variable finished_;
  std::atomic<unsigned> round_{0}, ready_{0};
  std::atomic<bool> stop_{false};
  const Task *task_ = nullptr;
  std::vector<std::thread> threads_;
};

#endif
